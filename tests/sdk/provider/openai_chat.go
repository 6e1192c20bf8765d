// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"encoding/json"
	"maps"
	"strings"
)

// content is a message content: a string or a list of typed parts.
type content struct {
	text   string
	images int
	// cached is the length of the text up to the last cache_control mark, and
	// ttl the lifetime that mark asks for.
	cached int
	ttl    string
	// results holds the text of tool_result parts.
	results []string
}

func (c *content) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if b[0] == '"' {
		return json.Unmarshal(b, &c.text)
	}
	var parts []struct {
		Type         string  `json:"type"`
		Text         string  `json:"text"`
		Thinking     string  `json:"thinking"`
		Content      content `json:"content"`
		CacheControl *struct {
			TTL string `json:"ttl"`
		} `json:"cache_control"`
	}
	if err := json.Unmarshal(b, &parts); err != nil {
		return err
	}
	for _, p := range parts {
		switch p.Type {
		case "text", "input_text", "output_text":
			c.text += p.Text
		case "thinking":
			c.text += p.Thinking
		case "image", "image_url", "input_image":
			c.images++
		case "tool_result":
			c.text += p.Content.text
			c.results = append(c.results, p.Content.text)
		case "tool_use":
		default:
			return badRequest("invalid_value", "content part type %q is not supported", p.Type)
		}
		if p.CacheControl != nil {
			c.cached, c.ttl = len(c.text), p.CacheControl.TTL
		}
	}
	return nil
}

func (c content) tokens() int { return countTokens(c.text) + 85*c.images }

type chatRequest struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string  `json:"role"`
		Content content `json:"content"`
	} `json:"messages"`
	N                   int    `json:"n"`
	MaxTokens           int    `json:"max_tokens"`
	MaxCompletionTokens int    `json:"max_completion_tokens"`
	ReasoningEffort     string `json:"reasoning_effort"`
	PromptCacheKey      string `json:"prompt_cache_key"`
	Stream              bool   `json:"stream"`
	StreamOptions       struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	ResponseFormat    responseFormat `json:"response_format"`
	ParallelToolCalls *bool          `json:"parallel_tool_calls"`
	ToolChoice        openAIChoice   `json:"tool_choice"`
	Tools             []functionTool `json:"tools"`
}

// functionTool is a tool as the chat APIs of OpenAI, Cohere and Ollama take it.
type functionTool struct {
	Function struct {
		Name       string `json:"name"`
		Parameters object `json:"parameters"`
	} `json:"function"`
}

// offer adds tools to a conversation and returns the tokens they take.
func (c *conversation) offer(tools []functionTool) (tokens int) {
	for _, t := range tools {
		c.tools = append(c.tools, tool{t.Function.Name, t.Function.Parameters})
		tokens += countTokens(t.Function.Name + marshal(t.Function.Parameters))
	}
	return tokens
}

type responseFormat struct {
	Type       string `json:"type"`
	JSONSchema struct {
		Schema object `json:"schema"`
	} `json:"json_schema"`
	// Schema is where the Responses API keeps the schema.
	Schema object `json:"schema"`
}

func (f responseFormat) apply(c *conversation) {
	c.jsonOutput = strings.HasPrefix(f.Type, "json")
	c.schema = f.JSONSchema.Schema
	if c.schema == nil {
		c.schema = f.Schema
	}
}

// openAIChoice is "none", "auto", "required" or an object that names a function.
type openAIChoice toolChoice

func (t *openAIChoice) UnmarshalJSON(b []byte) error {
	var word string
	if json.Unmarshal(b, &word) == nil {
		t.none, t.force = word == "none", word == "required"
		return nil
	}
	var named struct {
		Name     string `json:"name"`
		Function struct {
			Name string `json:"name"`
		} `json:"function"`
	}
	if err := json.Unmarshal(b, &named); err != nil {
		return err
	}
	t.force, t.name = true, named.Name+named.Function.Name
	return nil
}

var reasoningTokens = map[string]int{"none": 0, "minimal": 0, "low": 64, "": 192, "medium": 192, "high": 512}

// openAIUsage counts tokens in the terms of the chat API.
type openAIUsage struct{ prompt, cached, completion, reasoning int }

func (u openAIUsage) chat() object {
	return object{
		"prompt_tokens":         u.prompt,
		"completion_tokens":     u.completion,
		"total_tokens":          u.prompt + u.completion,
		"prompt_tokens_details": object{"cached_tokens": u.cached, "audio_tokens": 0},
		"completion_tokens_details": object{
			"reasoning_tokens": u.reasoning, "audio_tokens": 0,
			"accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0,
		},
	}
}

func (u openAIUsage) responses() object {
	return object{
		"input_tokens":          u.prompt,
		"input_tokens_details":  object{"cached_tokens": u.cached},
		"output_tokens":         u.completion,
		"output_tokens_details": object{"reasoning_tokens": u.reasoning},
		"total_tokens":          u.prompt + u.completion,
	}
}

// cachedPrompt rounds down to the 128 token steps in which the API caches.
func cachedPrompt(key string, prompt int) int {
	if key == "" {
		return 0
	}
	return prompt / 128 * 128
}

func chatCompletions(body []byte) (answer, error) {
	var req chatRequest
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindChat)
	if !ok {
		return answer{}, modelNotFound(req.Model)
	}
	if len(req.Messages) == 0 {
		return answer{}, badRequest("empty_array", "messages must not be empty")
	}
	if model.reasoning && req.MaxTokens > 0 {
		return answer{}, badRequest("unsupported_parameter", "max_tokens is not supported with this model, use max_completion_tokens")
	}

	talk := conversation{
		choice:   toolChoice(req.ToolChoice),
		parallel: req.ParallelToolCalls == nil || *req.ParallelToolCalls,
	}
	req.ResponseFormat.apply(&talk)
	var usage openAIUsage
	for i, m := range req.Messages {
		usage.prompt += 3 + m.Content.tokens()
		switch m.Role {
		case "user":
			talk.user, talk.hasImage = m.Content.text, m.Content.images > 0
		case "tool":
			talk.toolResult, talk.hasResult = m.Content.text, i == len(req.Messages)-1
		}
	}
	usage.prompt += talk.offer(req.Tools)
	usage.cached = cachedPrompt(req.PromptCacheKey, usage.prompt)
	if model.reasoning {
		usage.reasoning = reasoningTokens[req.ReasoningEffort]
		usage.completion = usage.reasoning
	}

	choices := make([]chatChoice, max(req.N, 1))
	calls := talk.toolCalls("call_", body)
	for i := range choices {
		choices[i] = chatChoice{finish: "tool_calls", calls: calls}
		if len(calls) == 0 {
			text, cut := cutTokens(talk.replyText(i), max(req.MaxTokens, req.MaxCompletionTokens))
			choices[i] = chatChoice{text: text, finish: "stop"}
			if cut {
				choices[i].finish = "length"
			}
		}
		usage.completion += choices[i].tokens()
	}

	head := object{
		"id":                 "chatcmpl-" + digest(29, "id", body),
		"created":            createdAt,
		"model":              model.ID,
		"service_tier":       "default",
		"system_fingerprint": "fp_" + digest(10, "fingerprint", []byte(model.ID)),
	}
	if req.Stream {
		return answer{events: chatChunks(head, choices, usage, req.StreamOptions.IncludeUsage)}, nil
	}
	list := make([]any, len(choices))
	for i, c := range choices {
		list[i] = object{"index": i, "message": c.message(), "logprobs": nil, "finish_reason": c.finish}
	}
	return answer{body: with(head, object{"object": "chat.completion", "choices": list, "usage": usage.chat()})}, nil
}

type chatChoice struct {
	text   string
	calls  []toolCall
	finish string
}

func (c chatChoice) tokens() int {
	n := countTokens(c.text)
	for _, call := range c.calls {
		n += countTokens(call.name + marshal(call.arguments))
	}
	return n
}

func (c chatChoice) message() object {
	message := object{"role": "assistant", "content": c.text, "refusal": nil, "annotations": []any{}}
	if len(c.calls) == 0 {
		return message
	}
	message["content"], message["tool_calls"] = nil, functionCalls(c.calls)
	return message
}

func functionCalls(calls []toolCall) []any {
	list := make([]any, len(calls))
	for i, call := range calls {
		list[i] = object{
			"id": call.id, "type": "function",
			"function": object{"name": call.name, "arguments": marshal(call.arguments)},
		}
	}
	return list
}

func chatChunks(head object, choices []chatChoice, usage openAIUsage, includeUsage bool) []event {
	var events []event
	chunk := func(list []any, tokens any) {
		data := with(head, object{"object": "chat.completion.chunk", "choices": list})
		if includeUsage {
			data["usage"] = tokens
		}
		events = append(events, event{data: data})
	}
	delta := func(index int, d object, finish any) {
		chunk([]any{object{"index": index, "delta": d, "logprobs": nil, "finish_reason": finish}}, nil)
	}
	for i, c := range choices {
		if len(c.calls) == 0 {
			delta(i, object{"role": "assistant", "content": "", "refusal": nil}, nil)
			for _, piece := range pieces(c.text) {
				delta(i, object{"content": piece}, nil)
			}
		} else {
			delta(i, object{"role": "assistant", "content": nil}, nil)
		}
		for k, call := range c.calls {
			delta(i, object{"tool_calls": []any{object{
				"index": k, "id": call.id, "type": "function",
				"function": object{"name": call.name, "arguments": ""},
			}}}, nil)
			for _, piece := range halves(marshal(call.arguments)) {
				delta(i, object{"tool_calls": []any{object{"index": k, "function": object{"arguments": piece}}}}, nil)
			}
		}
		delta(i, object{}, c.finish)
	}
	if includeUsage {
		chunk([]any{}, usage.chat())
	}
	return append(events, event{raw: "[DONE]"})
}

// halves cuts tool arguments in the middle, as a stream may do inside a value.
func halves(s string) []string { return []string{s[:len(s)/2], s[len(s)/2:]} }

// with returns a copy of base that has the fields of more.
func with(base, more object) object {
	out := make(object, len(base)+len(more))
	maps.Copy(out, base)
	maps.Copy(out, more)
	return out
}
