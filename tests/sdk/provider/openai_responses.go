// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"encoding/json"
)

// responseInput is a string or a list of input items.
type responseInput []inputItem

type inputItem struct {
	Type    string  `json:"type"`
	Role    string  `json:"role"`
	Content content `json:"content"`
	Output  string  `json:"output"`
}

func (in *responseInput) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*in = responseInput{{Type: "message", Role: "user", Content: content{text: text}}}
		return nil
	}
	var items []inputItem
	if err := json.Unmarshal(b, &items); err != nil {
		return err
	}
	*in = items
	return nil
}

// responses is the Responses API.
func responses(body []byte) (answer, error) {
	var req struct {
		Model              string        `json:"model"`
		Input              responseInput `json:"input"`
		Instructions       *string       `json:"instructions"`
		MaxOutputTokens    *int          `json:"max_output_tokens"`
		PreviousResponseID *string       `json:"previous_response_id"`
		PromptCacheKey     string        `json:"prompt_cache_key"`
		Temperature        *float64      `json:"temperature"`
		TopP               *float64      `json:"top_p"`
		ParallelToolCalls  *bool         `json:"parallel_tool_calls"`
		Stream             bool          `json:"stream"`
		Metadata           object        `json:"metadata"`
		ToolChoice         openAIChoice  `json:"tool_choice"`
		Reasoning          struct {
			Effort string `json:"effort"`
		} `json:"reasoning"`
		Text struct {
			Format responseFormat `json:"format"`
		} `json:"text"`
		Tools []struct {
			Type       string `json:"type"`
			Name       string `json:"name"`
			Parameters object `json:"parameters"`
		} `json:"tools"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindChat)
	if !ok {
		return answer{}, modelNotFound(req.Model)
	}
	if len(req.Input) == 0 {
		return answer{}, badRequest("missing_required_parameter", "input must not be empty")
	}

	talk := conversation{
		choice:   toolChoice(req.ToolChoice),
		parallel: req.ParallelToolCalls == nil || *req.ParallelToolCalls,
	}
	req.Text.Format.apply(&talk)
	var usage openAIUsage
	if req.Instructions != nil {
		usage.prompt += 3 + countTokens(*req.Instructions)
	}
	for _, item := range req.Input {
		usage.prompt += 3 + item.Content.tokens() + countTokens(item.Output)
		talk.hasResult = item.Type == "function_call_output"
		switch {
		case item.Role == "user":
			talk.user, talk.hasImage = item.Content.text, item.Content.images > 0
		case talk.hasResult:
			talk.toolResult = item.Output
		}
	}
	for _, t := range req.Tools {
		if t.Type != "function" {
			return answer{}, badRequest("invalid_value", "tool type %q is not supported", t.Type)
		}
		talk.tools = append(talk.tools, tool{t.Name, t.Parameters})
		usage.prompt += countTokens(t.Name + marshal(t.Parameters))
	}
	usage.cached = cachedPrompt(req.PromptCacheKey, usage.prompt)

	output := []any{}
	if model.reasoning {
		usage.reasoning = reasoningTokens[req.Reasoning.Effort]
		output = append(output, object{"id": "rs_" + digest(48, "reasoning", body), "type": "reasoning", "summary": []any{}})
	}
	choice := chatChoice{calls: talk.toolCalls("call_", body)}
	status, incomplete := "completed", any(nil)
	for i, call := range choice.calls {
		output = append(output, object{
			"id": "fc_" + digest(48, "function "+call.id, body), "type": "function_call", "status": "completed",
			"call_id": call.id, "name": choice.calls[i].name, "arguments": marshal(call.arguments),
		})
	}
	if len(choice.calls) == 0 {
		limit := 0
		if req.MaxOutputTokens != nil {
			limit = *req.MaxOutputTokens
		}
		var cut bool
		if choice.text, cut = cutTokens(talk.replyText(0), limit); cut {
			status, incomplete = "incomplete", object{"reason": "max_output_tokens"}
		}
		output = append(output, object{
			"id": "msg_" + digest(48, "message", body), "type": "message", "status": status, "role": "assistant",
			"content": []any{object{"type": "output_text", "text": choice.text, "annotations": []any{}, "logprobs": []any{}}},
		})
	}
	usage.completion = usage.reasoning + choice.tokens()

	tools, _ := rawField(body, "tools").([]any)
	if tools == nil {
		tools = []any{}
	}
	format := rawField(body, "text")
	if format == nil {
		format = object{"format": object{"type": "text"}}
	}
	toolChoiceField := rawField(body, "tool_choice")
	if toolChoiceField == nil {
		toolChoiceField = "auto"
	}
	if req.Metadata == nil {
		req.Metadata = object{}
	}
	resp := object{
		"id": "resp_" + digest(48, "id", body), "object": "response", "created_at": createdAt,
		"status": status, "error": nil, "incomplete_details": incomplete,
		"instructions": orNil(req.Instructions), "max_output_tokens": orNil(req.MaxOutputTokens),
		"previous_response_id": orNil(req.PreviousResponseID), "metadata": req.Metadata,
		"model": model.ID, "output": output, "parallel_tool_calls": talk.parallel,
		"reasoning":    object{"effort": orNil(nonEmpty(req.Reasoning.Effort)), "summary": nil},
		"service_tier": "default", "store": true,
		"temperature": orDefault(req.Temperature, 1), "top_p": orDefault(req.TopP, 1),
		"text": format, "tool_choice": toolChoiceField, "tools": tools,
		"truncation": "disabled", "user": nil, "usage": usage.responses(),
	}
	if req.Stream {
		return answer{events: responseEvents(resp, output)}, nil
	}
	return answer{body: resp}, nil
}

// responseEvents streams a finished response item by item.
func responseEvents(resp object, output []any) []event {
	var events []event
	emit := func(name string, fields object) {
		data := with(fields, object{"type": name, "sequence_number": len(events)})
		events = append(events, event{name: name, data: data})
	}
	started := with(resp, object{"status": "in_progress", "output": []any{}, "usage": nil, "incomplete_details": nil})
	emit("response.created", object{"response": started})
	emit("response.in_progress", object{"response": started})
	for i, o := range output {
		item := o.(object)
		at := object{"output_index": i, "item_id": item["id"]}
		switch item["type"] {
		case "reasoning":
			emit("response.output_item.added", object{"output_index": i, "item": item})
		case "function_call":
			arguments := item["arguments"].(string)
			emit("response.output_item.added", object{"output_index": i, "item": with(item, object{"status": "in_progress", "arguments": ""})})
			for _, piece := range halves(arguments) {
				emit("response.function_call_arguments.delta", with(at, object{"delta": piece}))
			}
			emit("response.function_call_arguments.done", with(at, object{"name": item["name"], "arguments": arguments}))
		case "message":
			part := item["content"].([]any)[0].(object)
			at := with(at, object{"content_index": 0})
			emit("response.output_item.added", object{"output_index": i, "item": with(item, object{"status": "in_progress", "content": []any{}})})
			emit("response.content_part.added", with(at, object{"part": with(part, object{"text": ""})}))
			for _, piece := range pieces(part["text"].(string)) {
				emit("response.output_text.delta", with(at, object{"delta": piece, "logprobs": []any{}}))
			}
			emit("response.output_text.done", with(at, object{"text": part["text"], "logprobs": []any{}}))
			emit("response.content_part.done", with(at, object{"part": part}))
		}
		emit("response.output_item.done", object{"output_index": i, "item": item})
	}
	emit("response."+resp["status"].(string), object{"response": resp})
	return events
}

// rawField returns a field of the request as it was sent, for an echo.
func rawField(body []byte, name string) any {
	var fields object
	_ = json.Unmarshal(body, &fields)
	return fields[name]
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orNil[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

func orDefault[T any](p *T, fallback T) T {
	if p == nil {
		return fallback
	}
	return *p
}
