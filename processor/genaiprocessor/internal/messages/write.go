// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"math"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Write appends messages to dst in the structure of the conventions.
func Write(dst pcommon.Slice, list []Message) {
	dst.EnsureCapacity(dst.Len() + len(list))
	for i := range list {
		list[i].write(dst.AppendEmpty().SetEmptyMap())
	}
}

func (m *Message) write(dst pcommon.Map) {
	fields := 1
	for _, s := range [...]string{m.Role, m.Name, m.FinishReason} {
		if s != "" {
			fields++
		}
	}
	dst.EnsureCapacity(fields)
	if m.Role != "" {
		dst.PutStr("role", m.Role)
	}
	if m.Name != "" {
		dst.PutStr("name", m.Name)
	}
	WriteParts(dst.PutEmptySlice("parts"), m.Parts)
	if m.FinishReason != "" {
		dst.PutStr("finish_reason", m.FinishReason)
	}
}

// WriteParts appends parts to dst in the structure of the conventions.
func WriteParts(dst pcommon.Slice, parts []Part) {
	dst.EnsureCapacity(dst.Len() + len(parts))
	for i := range parts {
		parts[i].write(dst.AppendEmpty().SetEmptyMap())
	}
}

func (p *Part) write(dst pcommon.Map) {
	if p.Raw != "" {
		raw := gjson.Parse(p.Raw)
		if wide(raw) {
			dst.PutStr("type", p.Type)
			dst.PutStr("content", p.Raw)
			return
		}
		writeObject(dst, raw)
		return
	}
	fields := 2
	if p.Type != TypeText && p.Type != TypeReasoning {
		fields = 4
	}
	dst.EnsureCapacity(fields)
	dst.PutStr("type", p.Type)
	switch p.Type {
	case TypeToolCall:
		putNonEmpty(dst, "id", p.ID)
		dst.PutStr("name", p.Name)
		p.Value.put(dst, "arguments")
	case TypeToolCallResponse:
		putNonEmpty(dst, "id", p.ID)
		p.Value.put(dst, "response")
	case TypeBlob:
		p.writeMedia(dst, "content")
	case TypeURI:
		p.writeMedia(dst, "uri")
	case TypeFile:
		p.writeMedia(dst, "file_id")
	default:
		dst.PutStr("content", p.Content)
	}
	if p.Extra == "" {
		return
	}
	extra := gjson.Parse(p.Extra)
	if wide(extra) {
		dst.PutStr("extra", p.Extra)
		return
	}
	Each(extra, func(name, v gjson.Result) bool {
		if isExtra(name.Str, v) {
			WriteJSON(dst.PutEmpty(name.String()), v)
		}
		return true
	})
}

func (p *Part) writeMedia(dst pcommon.Map, content string) {
	dst.PutStr("modality", p.Modality)
	putNonEmpty(dst, "mime_type", p.MimeType)
	dst.PutStr(content, p.Content)
}

func putNonEmpty(dst pcommon.Map, key, s string) {
	if s != "" {
		dst.PutStr(key, s)
	}
}

func (v Value) put(dst pcommon.Map, key string) {
	if !v.Empty() {
		v.WriteTo(dst.PutEmpty(key))
	}
}

// WriteTo sets dst to v.
func (v Value) WriteTo(dst pcommon.Value) {
	if v.json {
		WriteJSON(dst, gjson.Parse(v.text))
	} else {
		dst.SetStr(v.text)
	}
}

// WriteJSON sets dst to a JSON value. Its depth must have been bounded by
// [Parse]. Whole numbers become integers where they fit.
func WriteJSON(dst pcommon.Value, v gjson.Result) {
	switch v.Type {
	case gjson.String:
		dst.SetStr(v.String())
	case gjson.True, gjson.False:
		dst.SetBool(v.Bool())
	case gjson.Number:
		if !strings.ContainsAny(v.Raw, ".eE") {
			if n, err := strconv.ParseInt(v.Raw, 10, 64); err == nil {
				dst.SetInt(n)
				return
			}
		}
		if math.IsInf(v.Num, 0) {
			dst.SetStr(v.Raw)
			return
		}
		dst.SetDouble(v.Num)
	case gjson.JSON:
		if v.IsArray() {
			list := dst.SetEmptySlice()
			Each(v, func(_, e gjson.Result) bool {
				WriteJSON(list.AppendEmpty(), e)
				return true
			})
			return
		}
		if wide(v) {
			dst.SetStr(v.Raw)
			return
		}
		writeObject(dst.SetEmptyMap(), v)
	default: // null stays empty
	}
}

// maxFields bounds the objects that are written as maps: putting a key into a
// map looks at all that are there, so that time would grow with the square of
// their number. A wider object stays JSON in a string.
const maxFields = 256

func wide(object gjson.Result) bool {
	n := 0
	Each(object, func(_, _ gjson.Result) bool {
		n++
		return n <= maxFields
	})
	return n > maxFields
}

func writeObject(dst pcommon.Map, v gjson.Result) {
	Each(v, func(key, e gjson.Result) bool {
		WriteJSON(dst.PutEmpty(key.String()), e)
		return true
	})
}
