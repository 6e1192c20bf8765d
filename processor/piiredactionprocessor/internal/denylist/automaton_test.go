// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package denylist

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFind(t *testing.T) {
	m, err := New([][]string{{"Acme GmbH", "Müller-Lüdenscheidt", "Ekelund"}, {"kelun", "project  falcon"}})
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"plain":             {"Offer for Acme GmbH today", []string{"Acme GmbH"}},
		"case":              {"ACME GMBH, acme gmbh", []string{"ACME GMBH", "acme gmbh"}},
		"letters not ASCII": {"MÜLLER-LÜDENSCHEIDT and müller-lüdenscheidt", []string{"MÜLLER-LÜDENSCHEIDT", "müller-lüdenscheidt"}},
		"word borders":      {"Ekelunds, Ekelund.", []string{"Ekelund"}},
		"not inside a word": {"xacme gmbh", nil},
		"space in a term":   {"Project Falcon", []string{"Project Falcon"}},
		"line break":        {"project\nfalcon", []string{"project\nfalcon"}},
		"escape":            {`a\nEkelund`, []string{"Ekelund"}},
		"nothing":           {"an ordinary sentence", nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range m.Find(nil, tc.text) {
				got = append(got, tc.text[f.Start:f.End])
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestOverlappingTerms(t *testing.T) {
	m, err := New([][]string{{"abcd"}, {"bc"}})
	require.NoError(t, err)
	assert.Equal(t, []Match{{1, 3, 1}, {0, 4, 0}}, m.FindAnywhere(nil, "abcd"))
}

func TestNewErrors(t *testing.T) {
	_, err := New([][]string{{"x"}})
	require.ErrorContains(t, err, "list 0, term 0")
	_, err = New([][]string{{"ok", strings.Repeat("x", MaxTerm+1)}})
	require.ErrorContains(t, err, "term 1")
	_, err = New([][]string{{"a\xff"}})
	require.ErrorContains(t, err, "UTF-8")
}

func BenchmarkFind(b *testing.B) {
	terms := make([]string, 0, 20000)
	for i := range 20000 {
		terms = append(terms, "Customer "+string(rune('A'+i%26))+strings.Repeat("x", i%7)+strings.Repeat("q", i%5)+string(rune('a'+i/800)))
	}
	m, err := New([][]string{terms})
	require.NoError(b, err)
	text := strings.Repeat("Please summarise the report that the customer sent us yesterday evening. ", 40)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var dst []Match
	for b.Loop() {
		dst = m.Find(dst[:0], text)
	}
}
