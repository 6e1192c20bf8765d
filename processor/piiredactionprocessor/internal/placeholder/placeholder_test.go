// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package placeholder

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func known(typ string) bool { return typ == "EMAIL" || typ == "US_SSN" || typ == "SLOT_4" }

func TestNext(t *testing.T) {
	for text, want := range map[string]Placeholder{
		"a [EMAIL] b":                 {Start: 2, End: 9, Type: "EMAIL"},
		"[EMAIL_12]":                  {End: 10, Type: "EMAIL_12"},
		"[US_SSN_3]":                  {End: 10, Type: "US_SSN_3"},
		"[SLOT_4]":                    {End: 8, Type: "SLOT_4"},
		"[SLOT_4_2]":                  {End: 10, Type: "SLOT_4_2"},
		"[[EMAIL]]":                   {Start: 1, End: 8, Type: "EMAIL"},
		"[EMAIL:k3:7QX2M4KD9PZA5TBC]": {End: 27, Type: "EMAIL", Form: Pseudonym, KeyID: "3", Payload: "7QX2M4KD9PZA5TBC"},
		"[EMAIL:e2026-01:a_B-c]":      {End: 22, Type: "EMAIL", Form: Encrypted, KeyID: "2026-01", Payload: "a_B-c"},
		"x[REDACTED:error]":           {Start: 1, End: 17, Type: "REDACTED", Payload: "error"},
		"[REDACTED:US_SSN]":           {End: 17, Type: "REDACTED", Payload: "US_SSN"},
		"[REDACTED:oversize]":         {End: 19, Type: "REDACTED", Payload: "oversize"},
		"[no] [EMAIL_1]":              {Start: 5, End: 14, Type: "EMAIL_1"},
	} {
		got, ok := Next(text, 0, known)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "[", "[]", "[EMAIL", "[email]", "[EMAIL ]", "[AKIAIOSFODNN7EXAMPLE]", "[EMAIL:]", "[EMAIL:x3:A]", "[EMAIL:k:A]", "[EMAIL:k3:]", "[EMAIL:k3:A B]",
		"[EMAIL:k3:A", "[IBAN:k3:A]", "[EMAIL:k" + strings.Repeat("1", MaxKeyID+1) + ":A]", "[REDACTED:me@example.org]", "[REDACTED:", "[REDACTED:4111]",
		"[EMAIL_]", "[_2]", "[" + strings.Repeat("A", 100) + "]",
	} {
		_, ok := Next(text, 0, known)
		assert.False(t, ok, text)
	}
}

func TestWhatIsWrittenIsFound(t *testing.T) {
	for _, b := range [][]byte{
		Type(nil, "EMAIL", 0), Type(nil, "EMAIL", 7), Dropped(nil, "EMAIL"), Token(nil, "EMAIL", Pseudonym, "a", "ABC"), Token(nil, "EMAIL", Encrypted, "b_-", "a-_"),
		[]byte(Failed), []byte(Oversize),
	} {
		p, ok := Next("text "+string(b)+" text", 0, known)
		require.True(t, ok, "%s", b)
		assert.Equal(t, 5, p.Start)
		assert.Equal(t, 5+len(b), p.End)
	}
}

func FuzzNext(f *testing.F) {
	f.Add("a [EMAIL:k3:ABC] [REDACTED:error]")
	f.Fuzz(func(t *testing.T, text string) {
		for at := 0; ; {
			p, ok := Next(text, at, known)
			if !ok {
				break
			}
			require.Less(t, p.Start, p.End)
			require.GreaterOrEqual(t, p.Start, at)
			require.Equal(t, byte('['), text[p.Start])
			require.Equal(t, byte(']'), text[p.End-1])
			at = p.End
		}
	})
}
