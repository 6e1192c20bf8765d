// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"strings"

	"github.com/tidwall/gjson"
)

// appendContent appends the parts of a message's content: a string, a list of
// blocks, or a single block.
func appendContent(parts []Part, content gjson.Result) []Part {
	switch {
	case content.Type == gjson.String:
		return appendText(parts, content.String())
	case content.IsArray():
		Each(content, func(_, block gjson.Result) bool {
			if block.Type == gjson.String {
				parts = appendText(parts, block.String())
			} else if block.IsObject() {
				parts = appendBlock(parts, block)
			}
			return true
		})
		return parts
	case content.IsObject():
		return appendBlock(parts, content)
	default:
		return parts
	}
}

func appendText(parts []Part, s string) []Part {
	if s == "" {
		return parts
	}
	return append(parts, Part{Type: TypeText, Content: s})
}

// appendBlock appends one content block of a provider's message format. The
// formats are told apart by the block's type, or where it has none by its only
// key (Gemini, Bedrock).
func appendBlock(parts []Part, b gjson.Result) []Part {
	// Most blocks are text, and long: they are read in one pass.
	var kind, text gjson.Result
	more := ""
	Each(b, func(name, v gjson.Result) bool {
		switch {
		case name.Str == "type":
			kind = v
		case (name.Str == "text" || name.Str == "content") && text.Str == "":
			text = v
		case isExtra(name.Str, v):
			more = b.Raw
		}
		return true
	})
	switch typ := kind.String(); typ {
	case "":
		return appendUntyped(parts, b)
	case "text", "input_text", "output_text":
		if text.IsArray() { // of blocks, which OpenLIT passes on as they are
			return appendContent(parts, text)
		}
		if text.String() == "" {
			return parts
		}
		return append(parts, Part{Type: TypeText, Content: text.String(), Extra: more})
	case "thinking", "reasoning", "reasoning-delta":
		return appendReasoning(parts, b)
	case "image_url", "input_image", "image", "audio", "input_audio", "video", "video_url", "document", "file", "input_file":
		return appendMedia(parts, typ, b)
	case "tool_use", "function_call", "tool-call", "tool_call":
		return appendToolCall(parts, b)
	case "function":
		if f := b.Get("function"); f.IsObject() {
			return append(parts, Part{Type: TypeToolCall, ID: b.Get("id").String(), Name: f.Get("name").String(), Value: JSON(First(f, "arguments", "parameters"))})
		}
		return append(parts, Part{Type: typ, Raw: b.Raw})
	case "tool_result", "function_call_output", "tool-result", "tool_call_response":
		return appendToolResponse(parts, b)
	case "refusal":
		return append(parts, Part{Type: typ, Content: First(b, "refusal", "content").String()})
	default:
		// What the conventions know (blob, uri, server_tool_call, ...) has their form
		// already, and for the rest they allow any.
		return append(parts, Part{Type: typ, Raw: b.Raw})
	}
}

// First returns the first of the named fields that exists and is not null.
func First(o gjson.Result, names ...string) gjson.Result {
	for _, n := range names {
		if r := o.Get(n); r.Exists() && r.Type != gjson.Null {
			return r
		}
	}
	return gjson.Result{}
}

// known are the fields of blocks that parts have a place for, or that say only
// which format they are in.
var known = map[string]bool{
	"type": true, "text": true, "content": true, "thinking": true, "reasoning": true, "summary": true,
	"id": true, "call_id": true, "toolCallId": true, "tool_call_id": true, "tool_use_id": true, "toolUseId": true,
	"name": true, "toolName": true, "toolCallType": true, "tool_name": true, "input": true, "arguments": true, "args": true,
	"output": true, "result": true, "response": true, "function": true, "index": true,
}

// extra returns the JSON of b if it has fields with a value that no part has a place for.
func extra(b gjson.Result) (more string) {
	Each(b, func(name, v gjson.Result) bool {
		if isExtra(name.Str, v) {
			more = b.Raw
			return false
		}
		return true
	})
	return more
}

func isExtra(name string, v gjson.Result) bool {
	if known[name] || v.Type == gjson.Null || v.Type == gjson.String && v.Str == "" {
		return false
	}
	return v.Type != gjson.JSON || len(v.Raw) > len("[]")
}

func appendToolCall(parts []Part, b gjson.Result) []Part { return append(parts, ToolCall(b)) }

// ToolCall returns the part for a flat tool call of any provider.
func ToolCall(b gjson.Result) Part {
	return Part{
		Type:  TypeToolCall,
		ID:    First(b, "call_id", "toolCallId", "tool_call_id", "id").String(),
		Name:  First(b, "name", "toolName", "tool_name").String(),
		Value: JSON(First(b, "input", "arguments", "args")),
		Extra: extra(b),
	}
}

func appendToolResponse(parts []Part, b gjson.Result) []Part {
	response := First(b, "content", "output", "result", "response")
	// Anthropic and Bedrock wrap a plain answer in a list of one text block.
	if list := response.Array(); response.IsArray() && len(list) == 1 {
		if text := First(list[0], "text"); text.Type == gjson.String {
			response = text
		} else if value := list[0].Get("json"); value.Exists() {
			response = value
		}
	}
	// The Vercel AI SDK wraps it in {type: text|json, value}.
	if v := response.Get("value"); response.IsObject() && v.Exists() && response.Get("type").Exists() {
		response = v
	}
	return append(parts, Part{
		Type:  TypeToolCallResponse,
		ID:    First(b, "tool_use_id", "toolUseId", "call_id", "toolCallId", "tool_call_id", "id").String(),
		Value: JSON(response),
		Extra: extra(b),
	})
}

func appendReasoning(parts []Part, b gjson.Result) []Part {
	text := First(b, "thinking", "text", "content", "reasoning")
	if text.Type == gjson.String {
		if text.Str == "" {
			return parts
		}
		return append(parts, Part{Type: TypeReasoning, Content: text.String(), Extra: extra(b)})
	}
	for _, list := range [...]string{"summary", "content"} {
		Each(b.Get(list), func(_, s gjson.Result) bool {
			parts = appendReasoningText(parts, s.Get("text").String())
			return true
		})
	}
	return parts
}

func appendReasoningText(parts []Part, s string) []Part {
	if s == "" {
		return parts
	}
	return append(parts, Part{Type: TypeReasoning, Content: s})
}

// appendUntyped appends a block of Gemini ({"text":…}, {"functionCall":…}), of
// Bedrock's Converse ({"toolUse":…}), of Genkit ({"toolRequest":…}) or of Haystack
// ({"tool_call":…}).
func appendUntyped(parts []Part, b gjson.Result) []Part {
	Each(b, func(key, v gjson.Result) bool {
		switch key.Str {
		case "text":
			if b.Get("thought").Bool() {
				parts = appendReasoningText(parts, v.String())
			} else {
				parts = appendText(parts, v.String())
			}
		case "functionCall", "function_call":
			parts = append(parts, Part{Type: TypeToolCall, ID: v.Get("id").String(), Name: v.Get("name").String(), Value: JSON(v.Get("args"))})
		case "functionResponse", "function_response":
			parts = append(parts, Part{Type: TypeToolCallResponse, ID: v.Get("id").String(), Value: JSON(v.Get("response"))})
		case "toolUse":
			parts = append(parts, Part{Type: TypeToolCall, ID: v.Get("toolUseId").String(), Name: v.Get("name").String(), Value: JSON(v.Get("input"))})
		case "toolResult":
			parts = appendToolResponse(parts, v)
		case "toolRequest":
			parts = append(parts, Part{Type: TypeToolCall, ID: v.Get("ref").String(), Name: v.Get("name").String(), Value: JSON(v.Get("input"))})
		case "toolResponse":
			parts = append(parts, Part{Type: TypeToolCallResponse, ID: v.Get("ref").String(), Value: JSON(v.Get("output"))})
		case "reasoning":
			if text := v.Get("reasoning_text"); v.IsObject() {
				v = text
			}
			parts = appendReasoningText(parts, v.String())
		case "tool_call":
			parts = appendToolCall(parts, v)
		case "tool_call_result":
			parts = append(parts, Part{Type: TypeToolCallResponse, ID: v.Get("origin.id").String(), Value: JSON(v.Get("result"))})
		case "media":
			p := media("", v.Get("contentType").String(), v.Get("url").String())
			p.Modality = modality("", p.MimeType)
			parts = append(parts, p)
		case "reasoningContent":
			parts = appendReasoningText(parts, v.Get("reasoningText.text").String())
		case "inlineData", "inline_data":
			mime := First(v, "mimeType", "mime_type").String()
			parts = append(parts, Part{Type: TypeBlob, Modality: modality("", mime), MimeType: mime, Content: v.Get("data").String()})
		case "fileData", "file_data":
			mime := First(v, "mimeType", "mime_type").String()
			parts = append(parts, Part{Type: TypeURI, Modality: modality("", mime), MimeType: mime, Content: First(v, "fileUri", "file_uri").String()})
		case "image", "document", "video":
			parts = appendMedia(parts, key.Str, v)
		}
		return true
	})
	return parts
}

// appendMedia appends an image, audio, video or document block. A block that
// only says that there was one, as instrumentations write that leave the data
// out, has nothing to append.
func appendMedia(parts []Part, typ string, b gjson.Result) []Part {
	kind := modality(typ, "")
	if id := First(b, "file_id", "file.file_id", "source.file_id"); id.Exists() {
		return append(parts, Part{Type: TypeFile, Modality: kind, Content: id.String()})
	}
	if audio := b.Get("input_audio"); audio.IsObject() {
		return append(parts, Part{Type: TypeBlob, Modality: kind, MimeType: "audio/" + audio.Get("format").String(), Content: audio.Get("data").String()})
	}
	mime := First(b, "source.media_type", "mediaType", "media_type", "mimeType", "mime_type").String()
	if format := b.Get("format"); mime == "" && format.Exists() {
		mime = kind + "/" + format.String()
	}
	url := First(b, "image_url.url", "image_url", "video_url.url", "source.url", "file.file_data", "file_data", "url", "image", "data", "source.data", "source.bytes")
	if url.Type != gjson.String || url.Str == "" {
		return parts
	}
	return append(parts, media(kind, mime, url.String()))
}

// SetMedia makes p a medium of a data: URL, any other URL, or plain base64.
func (p *Part) SetMedia(kind, mime, s string) {
	group, index := p.group, p.index
	*p = media(kind, mime, s)
	p.group, p.index = group, index
}

// media is a part for a data: URL, any other URL, or plain base64.
func media(kind, mime, s string) Part {
	if rest, ok := strings.CutPrefix(s, "data:"); ok {
		head, data, _ := strings.Cut(rest, ",")
		dataMime, _, _ := strings.Cut(head, ";")
		if dataMime != "" {
			mime = dataMime
		}
		return Part{Type: TypeBlob, Modality: kind, MimeType: mime, Content: data}
	}
	if strings.Contains(s[:min(len(s), 16)], "://") {
		return Part{Type: TypeURI, Modality: kind, MimeType: mime, Content: s}
	}
	return Part{Type: TypeBlob, Modality: kind, MimeType: mime, Content: s}
}

func modality(typ, mime string) string {
	for _, m := range [...]string{"image", "audio", "video"} {
		if strings.Contains(typ, m) || strings.HasPrefix(mime, m) {
			return m
		}
	}
	return "document"
}

// Content returns the parts of a message's content: a string, a list of
// blocks, or a single block.
func Content(v gjson.Result) []Part { return appendContent(nil, v) }
