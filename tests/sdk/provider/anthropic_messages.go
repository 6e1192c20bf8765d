// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"encoding/json"
)

// anthropicChoice is {"type": "auto" | "any" | "tool" | "none", "name": …}.
type anthropicChoice struct {
	Type            string `json:"type"`
	Name            string `json:"name"`
	DisableParallel bool   `json:"disable_parallel_tool_use"`
}

// messages is the Anthropic Messages API.
func messages(body []byte) (answer, error) {
	var req struct {
		Model     string  `json:"model"`
		MaxTokens int     `json:"max_tokens"`
		System    content `json:"system"`
		Messages  []struct {
			Role    string  `json:"role"`
			Content content `json:"content"`
		} `json:"messages"`
		Stream   bool `json:"stream"`
		Thinking struct {
			Type string `json:"type"`
		} `json:"thinking"`
		ToolChoice anthropicChoice `json:"tool_choice"`
		Tools      []struct {
			Name        string `json:"name"`
			InputSchema object `json:"input_schema"`
		} `json:"tools"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindMessages)
	if !ok {
		e := modelNotFound(req.Model)
		e.message = "model: " + req.Model
		return answer{}, e
	}
	if len(req.Messages) == 0 {
		return answer{}, badRequest("", "messages: at least one message is required")
	}
	if req.MaxTokens <= 0 {
		return answer{}, badRequest("", "max_tokens: Field required")
	}

	talk := conversation{
		parallel: !req.ToolChoice.DisableParallel,
		choice: toolChoice{
			none:  req.ToolChoice.Type == "none",
			force: req.ToolChoice.Type == "any" || req.ToolChoice.Type == "tool",
			name:  req.ToolChoice.Name,
		},
	}
	usage := anthropicUsage{}
	prompt := 0
	for _, t := range req.Tools {
		talk.tools = append(talk.tools, tool{t.Name, t.InputSchema})
		prompt += countTokens(t.Name + marshal(t.InputSchema))
	}
	add := func(c content) {
		if c.cached > 0 {
			usage.cached, usage.ttl = prompt+countTokens(c.text[:c.cached]), c.ttl
		}
		prompt += c.tokens()
	}
	add(req.System)
	for _, m := range req.Messages {
		prompt += 3
		add(m.Content)
		switch {
		case m.Role == "assistant":
			usage.reads = true
		case len(m.Content.results) > 0:
			talk.hasResult, talk.toolResult = true, m.Content.results[0]
		default:
			talk.user, talk.hasImage, talk.hasResult = m.Content.text, m.Content.images > 0, false
		}
	}
	usage.input = prompt - usage.cached

	var blocks []any
	if kind := req.Thinking.Type; kind != "" && kind != "disabled" {
		thought := "The user asks a short question. I answer it in one sentence."
		blocks = append(blocks, object{"type": "thinking", "thinking": thought, "signature": digest(64, "signature", body)})
		usage.output += countTokens(thought)
	}
	stop := "tool_use"
	calls := talk.toolCalls("toolu_", body)
	for _, call := range calls {
		blocks = append(blocks, object{"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments})
	}
	choice := chatChoice{calls: calls}
	if len(calls) == 0 {
		var cut bool
		choice.text, cut = cutTokens(talk.replyText(0), req.MaxTokens)
		stop = "end_turn"
		if cut {
			stop = "max_tokens"
		}
		blocks = append(blocks, object{"type": "text", "text": choice.text, "citations": nil})
	}
	usage.output += choice.tokens()

	message := object{
		"id": "msg_" + digest(24, "id", body), "type": "message", "role": "assistant", "model": model.ID,
		"content": blocks, "stop_reason": stop, "stop_sequence": nil, "usage": usage.body(),
	}
	if req.Stream {
		return answer{events: messageEvents(message, blocks, usage)}, nil
	}
	return answer{body: message}, nil
}

// anthropicUsage counts tokens in the terms of the Messages API: input leaves
// the cached prefix out.
type anthropicUsage struct {
	input, cached, output int
	reads                 bool
	ttl                   string
}

func (u anthropicUsage) body() object {
	var read, short, long int
	switch {
	case u.reads:
		read = u.cached
	case u.ttl == "1h":
		long = u.cached
	default:
		short = u.cached
	}
	return object{
		"input_tokens":                u.input,
		"cache_creation_input_tokens": short + long,
		"cache_read_input_tokens":     read,
		"cache_creation":              object{"ephemeral_5m_input_tokens": short, "ephemeral_1h_input_tokens": long},
		"output_tokens":               u.output,
		"service_tier":                "standard",
	}
}

func messageEvents(message object, blocks []any, usage anthropicUsage) []event {
	var events []event
	emit := func(name string, fields object) {
		events = append(events, event{name: name, data: with(fields, object{"type": name})})
	}
	first := usage
	first.output = 1
	emit("message_start", object{"message": with(message, object{
		"content": []any{}, "stop_reason": nil, "usage": first.body(),
	})})
	for i, b := range blocks {
		block := b.(object)
		delta := func(kind, field, piece string) {
			emit("content_block_delta", object{"index": i, "delta": object{"type": kind, field: piece}})
		}
		switch block["type"] {
		case "thinking":
			emit("content_block_start", object{"index": i, "content_block": with(block, object{"thinking": "", "signature": ""})})
			for _, piece := range pieces(block["thinking"].(string)) {
				delta("thinking_delta", "thinking", piece)
			}
			delta("signature_delta", "signature", block["signature"].(string))
		case "text":
			emit("content_block_start", object{"index": i, "content_block": with(block, object{"text": ""})})
			for _, piece := range pieces(block["text"].(string)) {
				delta("text_delta", "text", piece)
			}
		case "tool_use":
			emit("content_block_start", object{"index": i, "content_block": with(block, object{"input": object{}})})
			for _, piece := range halves(marshal(block["input"])) {
				delta("input_json_delta", "partial_json", piece)
			}
		}
		emit("content_block_stop", object{"index": i})
	}
	emit("message_delta", object{
		"delta": object{"stop_reason": message["stop_reason"], "stop_sequence": nil},
		"usage": object{"output_tokens": usage.output},
	})
	emit("message_stop", object{})
	return events
}
