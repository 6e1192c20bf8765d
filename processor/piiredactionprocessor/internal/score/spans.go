// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/jsontext"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// maxLevels is how deep JSON in strings of JSON is read.
const maxLevels = 4

// find returns the findings in a text with offsets into it, those in the
// strings of JSON included.
func find(s *scan.Scanner, key, text string, level int) []scan.Finding {
	if carrier.WholeBlob(text) || carrier.Opaque(key, text) {
		return nil
	}
	start := strings.TrimLeft(text, " \t\r\n")
	if level < maxLevels && start != "" && strings.IndexByte(`{["`, start[0]) >= 0 {
		if found, ok := findJSON(s, key, text, level); ok {
			return found
		}
	}
	return s.Scan(nil, scan.Input{Text: text, Key: key, Escaped: strings.IndexByte(text, '\\') >= 0})
}

func findJSON(s *scan.Scanner, key, text string, level int) ([]scan.Finding, bool) {
	var l jsontext.Lexer
	l.Reset(text)
	var found []scan.Finding
	for {
		token, more := l.Next()
		if !more {
			return found, l.Status() != jsontext.Invalid
		}
		name := key
		if token.NameEnd > token.NameStart {
			name = text[token.NameStart:token.NameEnd]
		}
		raw := text[token.Start:token.End]
		var inside []scan.Finding
		switch {
		case token.Kind != jsontext.String:
			continue
		case token.Escapes:
			decoded := string(jsontext.Unescape(nil, raw))
			offsets := jsontext.NewOffsets(raw)
			for _, f := range find(s, name, decoded, level+1) {
				f.Start = offsets.Raw(f.Start)
				f.End = offsets.Raw(f.End)
				inside = append(inside, f)
			}
		default:
			inside = find(s, name, raw, level+1)
		}
		for _, f := range inside {
			f.Start += token.Start
			f.End += token.Start
			found = append(found, f)
		}
	}
}
