// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"strings"

	"github.com/tidwall/gjson"
)

// ParseEither returns what Parse does or else what ParsePython does.
func ParseEither(s string) (gjson.Result, bool) {
	if v, ok := Parse(s); ok {
		return v, true
	}
	return ParsePython(s)
}

// ParsePython parses a list or a dictionary as Python prints it, which some
// instrumentations write instead of JSON. It reports false for what is none, or
// holds values that JSON has not, such as objects and tuples.
func ParsePython(s string) (gjson.Result, bool) {
	if s == "" || s[0] != '[' && s[0] != '{' {
		return gjson.Result{}, false
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\'' || c == '"':
			end := pythonString(&b, s[i:])
			if end < 0 {
				return gjson.Result{}, false
			}
			i += end
		case c >= 'A' && c <= 'Z':
			word := 1
			for i+word < len(s) && s[i+word] >= 'a' && s[i+word] <= 'z' {
				word++
			}
			json, ok := map[string]string{"None": "null", "True": "true", "False": "false"}[s[i:i+word]]
			if !ok {
				return gjson.Result{}, false
			}
			b.WriteString(json)
			i += word
		default:
			b.WriteByte(c)
			i++
		}
	}
	return Parse(b.String())
}

// pythonString writes the string at the start of s as JSON and returns where it
// ends, -1 if nowhere.
func pythonString(b *strings.Builder, s string) int {
	quote := s[0]
	var text strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote:
			writeString(b, text.String())
			return i + 1
		case c != '\\':
			text.WriteByte(c)
		case i+1 == len(s):
			return -1
		default:
			i++
			switch s[i] {
			case '\\', '\'', '"':
				text.WriteByte(s[i])
			case 'n', 'r', 't':
				text.WriteByte(escaped(s[i]))
			default: // \x and \u are rare: Python prints letters as they are
				return -1
			}
		}
	}
	return -1
}
