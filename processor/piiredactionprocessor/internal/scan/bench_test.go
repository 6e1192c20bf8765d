// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/corpus"
)

// BenchmarkScan runs all default types over multilingual prompts of 1 to 4 KB.
func BenchmarkScan(b *testing.B) {
	s, err := New(Options{})
	require.NoError(b, err)
	prompts := corpus.Prompts(400, 7)
	clean := make([]string, 0, len(prompts))
	for _, p := range prompts {
		if len(s.Scan(nil, Input{Text: p})) == 0 {
			clean = append(clean, p)
		}
	}
	bench := func(texts []string) func(*testing.B) {
		return func(b *testing.B) {
			b.Helper()
			size := 0
			for _, t := range texts {
				size += len(t)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			var dst []Finding
			for b.Loop() {
				for _, t := range texts {
					dst = s.Scan(dst[:0], Input{Text: t})
				}
			}
		}
	}
	b.Run("prompts", bench(prompts))
	b.Run("without findings", bench(clean))
	b.Run("digits", bench([]string{strings.Repeat("[101, 7592, 1010, 2129, 2024, 2017, 102, 50256, 128000] ", 60)}))
	b.Run("json", bench([]string{strings.Repeat(`{"id":"call_1","type":"function","index":3,"ok":true},`, 60)}))
}

// BenchmarkScanSmall scans values of the size of ordinary attributes.
func BenchmarkScanSmall(b *testing.B) {
	s, err := New(Options{})
	require.NoError(b, err)
	for name, text := range map[string]string{
		"word": "chat", "model": "gpt-4o-2024-08-06", "uuid": "550e8400-e29b-41d4-a716-446655440000", "sentence": "What does the second paragraph say about late fees?",
		"email": "write to service@example.org please",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var dst []Finding
			for b.Loop() {
				dst = s.Scan(dst[:0], Input{Text: text, Key: "gen_ai.request.model"})
			}
		})
	}
	b.Run("new scanner", func(b *testing.B) {
		for b.Loop() {
			if _, err := New(Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
