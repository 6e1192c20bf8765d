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
		Each(v, func(_, m gjson.Result) bool {
			dst = FromJSON(dst, m, role)
			return true
		})
		return dst
	case v.IsObject():
		var f fields
		f.scan(v)
		if list := either(f.messages, f.contents); list.IsArray() && !f.role.Exists() {
			return FromJSON(dst, list, role)
		}
		return f.appendMessage(dst, v, role)
	default:
		return dst
	}
}

// fields are those of a message in any format. They are read in one pass: a
// look-up would go through the whole text for every field that is not there.
type fields struct {
	messages, contents, kwargs, id                                           gjson.Result
	role, typ, name, content, parts, toolCalls, functionCall, toolCallID     gjson.Result
	finishReason, stopReason, finishReasonCamel, reasoning, reasoningContent gjson.Result
	refusal                                                                  gjson.Result
}

func (f *fields) scan(v gjson.Result) {
	*f = fields{}
	Each(v, func(name, value gjson.Result) bool {
		if value.Type == gjson.Null {
			return true
		}
		switch name.Str {
		case "messages":
			f.messages = value
		case "contents":
			f.contents = value
		case "kwargs":
			f.kwargs = value
		case "id":
			f.id = value
		case "role":
			f.role = value
		case "type":
			f.typ = value
		case "name":
			f.name = value
		case "content":
			f.content = value
		case "parts":
			f.parts = value
		case "tool_calls":
			f.toolCalls = value
		case "function_call":
			f.functionCall = value
		case "tool_call_id", "toolCallId":
			f.toolCallID = value
		case "finish_reason":
			f.finishReason = value
		case "stop_reason":
			f.stopReason = value
		case "finishReason":
			f.finishReasonCamel = value
		case "reasoning":
			f.reasoning = value
		case "reasoning_content":
			f.reasoningContent = value
		case "refusal":
			f.refusal = value
		}
		return true
	})
}

// either returns the first result that exists.
func either(results ...gjson.Result) gjson.Result {
	for _, r := range results {
		if r.Exists() {
			return r
		}
	}
	return gjson.Result{}
}

func (f *fields) appendMessage(dst []Message, v gjson.Result, role string) []Message {
	// LangChain serialises its classes as {lc, type: constructor, id, kwargs}.
	if f.kwargs.IsObject() && f.typ.Str == "constructor" {
		role = langChainRole(v.Get("id.@reverse.0").String(), role)
		v = f.kwargs
		f.scan(v)
	}
	m := Message{Role: role, Name: f.name.String()}
	switch {
	case f.role.Type == gjson.String && f.role.Str != "":
		m.Role = Role(f.role.String())
	case f.typ.Str == "human" || f.typ.Str == "ai" || f.typ.Str == "system" || f.typ.Str == "tool":
		m.Role = Role(f.typ.Str)
	default:
		if item, ok := inputItem(v, f.typ.Str); ok {
			return append(dst, item)
		}
	}
	if r := either(f.finishReason, f.stopReason, f.finishReasonCamel); r.Type == gjson.String {
		m.FinishReason = FinishReason(r.String())
	}
	if reasoning := either(f.reasoningContent, f.reasoning); reasoning.Type == gjson.String {
		m.Parts = appendReasoningText(m.Parts, reasoning.String())
	}
	if m.Role == "tool" && f.toolCallID.Exists() {
		m.Parts = append(m.Parts, Part{Type: TypeToolCallResponse, ID: f.toolCallID.String(), Value: JSON(f.content)})
		m.Name = ""
		return append(dst, m)
	}
	m.Parts = appendContent(m.Parts, either(f.content, f.parts))
	if f.refusal.Type == gjson.String {
		m.Parts = append(m.Parts, Part{Type: "refusal", Content: f.refusal.String()})
	}
	Each(f.toolCalls, func(_, call gjson.Result) bool {
		m.Parts = appendCall(m.Parts, call)
		return true
	})
	if f.functionCall.IsObject() {
		m.Parts = appendCall(m.Parts, f.functionCall)
	}
	if len(m.Parts) == 0 && !f.role.Exists() && m.FinishReason == "" {
		return dst
	}
	return append(dst, m)
}

// AppendCalls appends the tool calls of a list, or a single one.
func AppendCalls(parts []Part, calls gjson.Result) []Part {
	if !calls.IsArray() {
		return appendCall(parts, calls)
	}
	Each(calls, func(_, call gjson.Result) bool {
		parts = appendCall(parts, call)
		return true
	})
	return parts
}

// appendCall appends one entry of tool_calls: OpenAI's {id, function: {name,
// arguments}}, or flat. A call that the content already had is not repeated.
func appendCall(parts []Part, call gjson.Result) []Part {
	id := First(call, "id", "call_id")
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
func inputItem(v gjson.Result, typ string) (Message, bool) {
	switch typ {
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
