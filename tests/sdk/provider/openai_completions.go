// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"encoding/json"
)

// textList is a string or a list of strings.
type textList []string

func (t *textList) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*t = textList{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(b, &many); err != nil {
		return badRequest("invalid_type", "input must be a string or a list of strings")
	}
	*t = many
	return nil
}

// completions is the legacy text completion API.
func completions(body []byte) (answer, error) {
	var req struct {
		Model         string   `json:"model"`
		Prompt        textList `json:"prompt"`
		N             int      `json:"n"`
		MaxTokens     int      `json:"max_tokens"`
		Stream        bool     `json:"stream"`
		StreamOptions struct {
			IncludeUsage bool `json:"include_usage"`
		} `json:"stream_options"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindCompletion)
	if !ok {
		return answer{}, modelNotFound(req.Model)
	}
	if len(req.Prompt) == 0 {
		return answer{}, badRequest("missing_required_parameter", "prompt must not be empty")
	}
	head := object{
		"id": "cmpl-" + digest(29, "id", body), "object": "text_completion",
		"created": createdAt, "model": model.ID,
	}
	var choices []any
	var events []event
	var prompt, completion int
	choice := func(text string, finish any) object {
		return object{"index": len(choices), "text": text, "logprobs": nil, "finish_reason": finish}
	}
	for _, p := range req.Prompt {
		prompt += countTokens(p)
		for variant := range max(req.N, 1) {
			text, cut := cutTokens(conversation{user: p}.replyText(variant), req.MaxTokens)
			completion += countTokens(text)
			finish := "stop"
			if cut {
				finish = "length"
			}
			for _, piece := range pieces(text) {
				events = append(events, event{data: with(head, object{"choices": []any{choice(piece, nil)}})})
			}
			events = append(events, event{data: with(head, object{"choices": []any{choice("", finish)}})})
			choices = append(choices, choice(text, finish))
		}
	}
	usage := object{"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
	if req.Stream {
		if req.StreamOptions.IncludeUsage {
			events = append(events, event{data: with(head, object{"choices": []any{}, "usage": usage})})
		}
		return answer{events: append(events, event{raw: "[DONE]"})}, nil
	}
	return answer{body: with(head, object{"choices": choices, "usage": usage})}, nil
}
