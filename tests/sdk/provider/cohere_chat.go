// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import "encoding/json"

// cohereChat is version 2 of Cohere's API.
func cohereChat(body []byte) (answer, error) {
	var req struct {
		Model    string `json:"model"`
		Messages []struct {
			Role    string  `json:"role"`
			Content content `json:"content"`
		} `json:"messages"`
		MaxTokens int            `json:"max_tokens"`
		Stream    bool           `json:"stream"`
		Tools     []functionTool `json:"tools"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	if _, ok := findModel(req.Model, kindCohere); !ok {
		return answer{}, modelNotFound(req.Model)
	}
	talk, prompt := conversation{parallel: true}, 0
	for i, m := range req.Messages {
		prompt += 3 + m.Content.tokens()
		switch m.Role {
		case "user":
			talk.user = m.Content.text
		case "tool":
			talk.toolResult, talk.hasResult = m.Content.text, i == len(req.Messages)-1
		}
	}
	prompt += talk.offer(req.Tools)
	choice, finish := chatChoice{calls: talk.toolCalls("", body)}, "COMPLETE"
	message := object{"role": "assistant"}
	if len(choice.calls) == 0 {
		text, cut := cutTokens(talk.replyText(0), req.MaxTokens)
		if cut {
			finish = "MAX_TOKENS"
		}
		choice.text, message["content"] = text, []any{object{"type": "text", "text": text}}
	} else {
		finish = "TOOL_CALL"
		message["tool_plan"], message["tool_calls"] = "I will ask the tool.", functionCalls(choice.calls)
	}
	// What Cohere adds to a prompt is counted, but not billed.
	const added = 60
	usage := object{
		"billed_units": object{"input_tokens": prompt, "output_tokens": choice.tokens()},
		"tokens":       object{"input_tokens": prompt + added, "output_tokens": choice.tokens()},
	}
	id := digest(32, "id", body)
	if !req.Stream {
		return answer{body: object{"id": id, "message": message, "finish_reason": finish, "usage": usage}}, nil
	}
	step := func(kind string, data object) event {
		return event{name: kind, data: with(object{"type": kind}, data)}
	}
	events := []event{
		step("message-start", object{"id": id, "delta": object{"message": object{"role": "assistant", "content": []any{}, "tool_plan": "", "tool_calls": []any{}, "citations": []any{}}}}),
		step("content-start", object{"index": 0, "delta": object{"message": object{"content": object{"type": "text", "text": ""}}}}),
	}
	for _, piece := range pieces(choice.text) {
		events = append(events, step("content-delta", object{"index": 0, "delta": object{"message": object{"content": object{"text": piece}}}}))
	}
	return answer{events: append(events,
		step("content-end", object{"index": 0}),
		step("message-end", object{"delta": object{"finish_reason": finish, "usage": usage}}))}, nil
}

func cohereEmbed(body []byte) (answer, error) {
	var req struct {
		Model string   `json:"model"`
		Texts []string `json:"texts"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindEmbedding)
	if !ok {
		return answer{}, modelNotFound(req.Model)
	}
	vectors, tokens := embedAll(req.Texts, model.dimensions)
	return answer{body: object{
		"id": digest(32, "id", body), "texts": req.Texts, "embeddings": object{"float": vectors}, "response_type": "embeddings_by_type",
		"meta": object{"api_version": object{"version": "2"}, "billed_units": object{"input_tokens": tokens}},
	}}, nil
}
