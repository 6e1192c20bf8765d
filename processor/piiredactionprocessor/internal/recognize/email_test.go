// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEmail(t *testing.T) {
	run(t, entity.Email, []example{
		{"plain", "write to a.b+c@sub.example.org, please", one("a.b+c@sub.example.org")},
		{"end of a sentence", "It is a@example.org.", one("a@example.org")},
		{"angle brackets", "Ops <ops@example.internal>", one("ops@example.internal")},
		{"percent-encoded", "/search?mail=jo%2Eb%40example.org&x=1", one("jo%2Eb%40example.org")},
		{"encoded space in front", "q=%20jo@example.org", one("jo@example.org")},
		{"escape in front", `line\njo@example.org`, one("jo@example.org")},
		{"unicode escape in front", `\u003cjo@example.org`, one("jo@example.org")},
		{"letters not ASCII", "müller@bücher.example", one("müller@bücher.example")},
		{"apostrophe", "o'hara@example.org said 'x@example.org'", []string{"o'hara@example.org", "x@example.org"}},
		{"punycode", "a@example.xn--p1ai", one("a@example.xn--p1ai")},
		{"assignment", "email=a@example.org;b", one("a@example.org")},
		{"package version", "npm i @types/node@20.11.5 react@18.2.0", nil},
		{"image", "logo@2x.png", nil},
		{"host without dot", "root@node-7:~#", nil},
		{"git remote", "git@git.example.org:a/b.git", nil},
		{"decorator", "@pytest.mark.skip", nil},
		{"no local part", "see @example.org", nil},
		{"numeric domain", "10@1.2.3", nil},
	})
}

func TestEmailInCutJSON(t *testing.T) {
	s, err := scan.New(scan.Options{Types: []entity.Type{entity.Email}})
	require.NoError(t, err)
	text := `"text": "Tel.\tm\u00fcller@b\u00fccher.exam`
	got := s.Scan(nil, scan.Input{Text: text, Escaped: true})
	require.Len(t, got, 1)
	assert.Equal(t, `m\u00fcller@b\u00fccher.exam`, text[got[0].Start:got[0].End])
}
