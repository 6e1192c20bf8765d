// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import "github.com/tidwall/gjson"

// FromJSON returns the messages of a JSON value: a list of messages or input
// items, a single message, or an object that holds such a list under
// "messages". The role is given to messages that name none. It appends to dst.
func FromJSON(dst []Message, v gjson.Result, role string) []Message {
	switch {
	case v.Type == gjson.String:
		if s := v.String(); s != "" {
			dst = append(dst, Message{Role: role, Parts: []Part{{Type: TypeText, Content: s}}})
		}
		return dst
	case v.IsArray():
		v.ForEach(func(_, m gjson.Result) bool {
			dst = FromJSON(dst, m, role)
			return true
		})
		return dst
	case v.IsObject():
		if list := first(v, "messages", "contents"); list.IsArray() && !v.Get("role").Exists() {
			return FromJSON(dst, list, role)
		}
		return appendMessage(dst, v, role)
	default:
		return dst
	}
}

func appendMessage(dst []Message, v gjson.Result, role string) []Message {
	// LangChain serialises its classes as {lc, type: constructor, id, kwargs}.
	if kwargs := v.Get("kwargs"); kwargs.IsObject() && v.Get("type").String() == "constructor" {
		role = langChainRole(v.Get("id.@reverse.0").String(), role)
		v = kwargs
	}
	m := Message{Role: role, Name: v.Get("name").String()}
	if r := v.Get("role"); r.Type == gjson.String && r.Str != "" {
		m.Role = Role(r.String())
	} else if r := v.Get("type").String(); r == "human" || r == "ai" || r == "system" || r == "tool" {
		m.Role = Role(r)
	} else if item, ok := inputItem(v); ok {
		return append(dst, item)
	}
	if r := first(v, "finish_reason", "stop_reason", "finishReason"); r.Type == gjson.String {
		m.FinishReason = FinishReason(r.String())
	}
	if reasoning := first(v, "reasoning_content", "reasoning"); reasoning.Type == gjson.String {
		m.Parts = appendReasoningText(m.Parts, reasoning.String())
	}
	if id := first(v, "tool_call_id", "toolCallId"); m.Role == "tool" && id.Exists() {
		m.Parts = append(m.Parts, Part{Type: TypeToolCallResponse, ID: id.String(), Value: JSON(v.Get("content"))})
		m.Name = ""
		return append(dst, m)
	}
	m.Parts = appendContent(m.Parts, first(v, "content", "parts"))
	if refusal := v.Get("refusal"); refusal.Type == gjson.String {
		m.Parts = append(m.Parts, Part{Type: "refusal", Content: refusal.String()})
	}
	v.Get("tool_calls").ForEach(func(_, call gjson.Result) bool {
		m.Parts = appendCall(m.Parts, call)
		return true
	})
	if call := v.Get("function_call"); call.IsObject() {
		m.Parts = appendCall(m.Parts, call)
	}
	if len(m.Parts) == 0 && !v.Get("role").Exists() && m.FinishReason == "" {
		return dst
	}
	return append(dst, m)
}

// appendCall appends one entry of tool_calls: OpenAI's {id, function: {name,
// arguments}}, or flat. A call that the content already had is not repeated.
func appendCall(parts []Part, call gjson.Result) []Part {
	id := first(call, "id", "call_id")
	for _, p := range parts {
		if p.Type == TypeToolCall && p.ID != "" && p.ID == id.String() {
			return parts
		}
	}
	if f := call.Get("function"); f.IsObject() {
		return append(parts, Part{Type: TypeToolCall, ID: id.String(), Name: f.Get("name").String(), Value: JSON(f.Get("arguments"))})
	}
	return appendToolCall(parts, call)
}

// inputItem is a message for an item of OpenAI's Responses API that is none
// itself: a call, its output, reasoning.
func inputItem(v gjson.Result) (Message, bool) {
	switch v.Get("type").String() {
	case "function_call", "tool_use", "tool_call", "reasoning", "thinking":
		parts := appendBlock(nil, v)
		return Message{Role: "assistant", Parts: parts}, len(parts) > 0
	case "function_call_output", "tool_result", "tool_call_response":
		return Message{Role: "tool", Parts: appendToolResponse(nil, v)}, true
	default:
		return Message{}, false
	}
}

func langChainRole(class, role string) string {
	switch class {
	case "HumanMessage", "HumanMessageChunk":
		return "user"
	case "AIMessage", "AIMessageChunk":
		return "assistant"
	case "SystemMessage":
		return "system"
	case "ToolMessage", "FunctionMessage":
		return "tool"
	default:
		return role
	}
}
