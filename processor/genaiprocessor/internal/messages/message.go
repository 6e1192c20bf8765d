// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"strings"

	"github.com/tidwall/gjson"
)

// Message is one ChatMessage or OutputMessage of the conventions.
type Message struct {
	Role         string
	Name         string
	FinishReason string
	Parts        []Part
}

// Types of parts.
const (
	TypeText             = "text"
	TypeReasoning        = "reasoning"
	TypeToolCall         = "tool_call"
	TypeToolCallResponse = "tool_call_response"
	TypeBlob             = "blob"
	TypeURI              = "uri"
	TypeFile             = "file"
)

// Part is one part of a message.
type Part struct {
	// Type is one of the types above, or any other for a part that Raw holds.
	Type string
	// Content is the text, the base64 of a blob, the uri, the id of a file.
	Content string
	// ID and Name belong to tool calls and their responses.
	ID, Name string
	// Value holds the arguments of a tool call or the response of one.
	Value Value
	// Modality (image, video, audio, document) and MimeType belong to media.
	Modality, MimeType string
	// Raw is the JSON of a part that is taken as it is: one that already has the
	// form of the conventions, or that they leave open.
	Raw string

	// Extra is the JSON of the block that the part was made of, if that says more
	// than the part does, such as where a cache ends: what the part has no place for
	// is written beside it.
	Extra string

	// group and index order the parts of flattened messages.
	group uint8
	index int
}

// Value is a string or a JSON value.
type Value struct {
	text string
	// json is set if the text is JSON.
	json bool
}

// String is a Value that stays a string.
func String(s string) Value { return Value{text: s} }

// JSON is a Value of parsed JSON; a JSON string is taken as JSON in a string if
// it is an object or a list.
func JSON(r gjson.Result) Value {
	switch r.Type {
	case gjson.String:
		return Decode(r.String())
	case gjson.Null:
		return Value{}
	default:
		return Value{text: r.Raw, json: true}
	}
}

// Decode is the Value of a string that may hold JSON: objects and lists are
// decoded, anything else stays the string it is.
func Decode(s string) Value {
	if r, ok := Parse(s); ok {
		return Value{text: r.Raw, json: true}
	}
	return Value{text: s}
}

// Empty reports whether v holds nothing.
func (v Value) Empty() bool { return v.text == "" }

// Parse parses a JSON object or list. It reports false for anything else,
// truncated JSON included.
func Parse(s string) (gjson.Result, bool) {
	trimmed := strings.TrimLeft(s, " \t\r\n")
	if trimmed == "" || trimmed[0] != '{' && trimmed[0] != '[' || !valid(trimmed) {
		return gjson.Result{}, false
	}
	return gjson.Result{Type: gjson.JSON, Raw: trimmed}, true
}

// JoinThoughts makes the messages of the role "thinking", which some write for what
// goes before an answer, the reasoning of that answer.
func JoinThoughts(list []Message) []Message {
	kept := list[:0]
	var thought Message
	for _, m := range list {
		if m.Role == "thinking" {
			for i := range m.Parts {
				if m.Parts[i].Type == TypeText {
					m.Parts[i].Type = TypeReasoning
				}
			}
			thought.Parts = append(thought.Parts, m.Parts...)
			thought.FinishReason = m.FinishReason
			continue
		}
		if len(thought.Parts) > 0 && m.Role == "assistant" {
			m.Parts = append(thought.Parts, m.Parts...)
			if m.FinishReason == "" {
				m.FinishReason = thought.FinishReason
			}
			thought = Message{}
		}
		kept = append(kept, m)
	}
	if len(thought.Parts) > 0 {
		thought.Role = "assistant"
		kept = append(kept, thought)
	}
	return kept
}

// roles maps spellings of roles to those of the conventions.
var roles = map[string]string{
	"system": "system", "user": "user", "assistant": "assistant", "tool": "tool",
	"model": "assistant", "ai": "assistant", "bot": "assistant", "agent": "assistant", "chatbot": "assistant",
	"human": "user", "function": "tool", "developer": "system",
}

// Role folds the spelling of a role. An unknown one is kept: the conventions
// allow any.
func Role(s string) string {
	switch s { // as nearly always
	case "system", "user", "assistant", "tool":
		return s
	}
	lower := strings.ToLower(strings.TrimPrefix(s, "MessageRole."))
	if r, ok := roles[lower]; ok {
		return r
	}
	return s
}

// finishReasons maps the providers' spellings to the values that the schema of
// output messages has.
var finishReasons = map[string]string{
	"stop": "stop", "end_turn": "stop", "complete": "stop", "completed": "stop", "stop_sequence": "stop", "eos": "stop",
	"length": "length", "max_tokens": "length", "max_output_tokens": "length", "incomplete": "length",
	"tool_calls": "tool_call", "tool-calls": "tool_call", "tool_call": "tool_call", "function_call": "tool_call", "tool_use": "tool_call",
	"content_filter": "content_filter", "content-filter": "content_filter", "safety": "content_filter",
	"error": "error", "failed": "error", "compaction": "compaction",
}

// FinishReason folds the spelling of a finish reason inside a message. An
// unknown one is kept in lower case.
func FinishReason(s string) string {
	lower := strings.ToLower(strings.TrimPrefix(s, "FinishReason."))
	if r, ok := finishReasons[lower]; ok {
		return r
	}
	return lower
}
