// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/corpus"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/custom"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// everything is a scanner with all that can be switched on.
var everything = sync.OnceValue(func() *Scanner {
	var types []entity.Type
	for _, i := range entity.All() {
		types = append(types, i.Type)
	}
	s, err := New(Options{
		Types:      types,
		PrivateIPs: true,
		DenyLists:  []DenyList{{Type: entity.DenyListed, Terms: []string{"Projekt Falke", "Öko"}}},
		Custom:     []custom.Rule{{Type: "EMPLOYEE", Pattern: `\bEMP-\d{4,6}\b`}},
	})
	if err != nil {
		panic(err)
	}
	return s
})

// verify checks what must hold for every text.
func verify(t *testing.T, s *Scanner, text string) {
	t.Helper()
	found := s.Scan(nil, Input{Text: text})
	at := 0
	for _, f := range found {
		require.LessOrEqual(t, at, f.Start, "sorted and without overlap")
		require.Less(t, f.Start, f.End)
		require.LessOrEqual(t, f.End, len(text))
		if utf8.ValidString(text) {
			require.True(t, utf8.ValidString(text[:f.Start]) && utf8.ValidString(text[f.Start:f.End]), "runes are not cut")
		}
		require.NotEmpty(t, f.Type)
		at = f.End
	}
	require.Equal(t, found, s.Scan(nil, Input{Text: text}), "the same text gives the same findings")
	escaped := s.Scan(nil, Input{Text: text, Key: "password", Escaped: true})
	for _, f := range escaped {
		require.LessOrEqual(t, f.End, len(text))
	}
	if strings.ContainsAny(text, "[]") {
		return
	}
	redacted, holes := redact(text, found)
	for _, f := range s.Scan(nil, Input{Text: redacted}) {
		for _, h := range holes {
			require.False(t, f.Start < h[1] && h[0] < f.End, "a placeholder was found again: %q in %q", redacted[f.Start:f.End], redacted)
		}
	}
}

// redact writes numbered placeholders and tells where they are.
func redact(text string, found []Finding) (string, [][2]int) {
	var b strings.Builder
	var holes [][2]int
	at := 0
	for i, f := range found {
		b.WriteString(text[at:f.Start])
		from := b.Len()
		fmt.Fprintf(&b, "[%s_%d]", f.Type, i+1)
		holes = append(holes, [2]int{from, b.Len()})
		at = f.End
	}
	b.WriteString(text[at:])
	return b.String(), holes
}

func FuzzScan(f *testing.F) {
	for _, p := range corpus.Prompts(5, 3) {
		f.Add(p[:200])
	}
	for _, s := range []string{
		"", "@", "a@b.de", "\xff\xfe@\x80.com", "+49 30 23125 418", `\u00fc@\u00fc.de`, "%40%40%40", "::::::", "====",
		"-----BEGIN PRIVATE KEY-----", "eyJ.eyJ.eyJ", "password=:=:=", "DE89 3704 0044 0532 0130 00", strings.Repeat("a:", 40),
		"1 1 1 1 1 1 1 1 1 1 1 1 1", "0x", "(+(+(+49", "born 1.1.1990 1.1.1990", "Frau Öztürk, EMP-1234", "\u00a0\u202f12\u00a034",
		"Bearer x", "https://u:p@h", "x@y.zz@y.zz", "00:11:22:33:44:55:66", "1.2.3.4.5.6.7.8", "geb.\n1.1.90",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return
		}
		verify(t, everything(), text)
	})
}

func TestPromptsHoldTheProperties(t *testing.T) {
	for _, p := range corpus.Prompts(60, 5) {
		verify(t, everything(), p)
	}
}

// TestHostileTexts scans texts that would make a scanner with unbounded look
// around quadratic; the test fails by the time limit of the run.
func TestHostileTexts(t *testing.T) {
	for name, piece := range map[string]string{
		"digits": "1", "digit groups": "1 ", "dots": "1.", "colons": "a:", "equals": "a=b", "at": "a@", "at and dots": "a@b.",
		"dashes": "-", "base64": "QUJD/", "long runs": strings.Repeat("Ab1", 8) + "/", "vendor": "glc_" + strings.Repeat("Ab1", 8) + "/",
		"pem": "-----BEGIN PRIVATE KEY-----", "urls": "http://a:b", "jwt": "eyJ" + strings.Repeat("a", 20) + ".", "plus": "+1 ", "hex": "ff:", "mac": "ff-",
		"escapes": `\u00fc`, "percent": "%40", "birth": "born 1.1.1990 ", "password": "password=a1", "phones": "(0", "iban": "DE89 ", "backslashes": `\`, "quotes": `"1`,
		"letters": "a", "umlauts": "ü", "invalid": "\xff", "names": "Herr ", "deny": "projekt falk", "custom": "EMP-",
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(piece, 400_000/len(piece))
			assert.NotPanics(t, func() { everything().Scan(nil, Input{Text: text}) })
		})
	}
}

func TestConcurrentScans(t *testing.T) {
	s := everything()
	prompts := corpus.Prompts(20, 9)
	want := make([][]Finding, len(prompts))
	for i, p := range prompts {
		want[i] = s.Scan(nil, Input{Text: p})
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, p := range prompts {
				assert.Equal(t, want[i], s.Scan(nil, Input{Text: p}))
			}
		})
	}
	wg.Wait()
}

func TestScanWithoutFindingsDoesNotAllocate(t *testing.T) {
	s, err := New(Options{})
	require.NoError(t, err)
	text := strings.Repeat("The run of 2024-05-13 took 1,284 s on 8 nodes; see section 4.2: p99 = 37.9 ms, id 550e8400-e29b-41d4-a716-446655440000. ", 20)
	require.Empty(t, s.Scan(nil, Input{Text: text}))
	assert.Zero(t, testing.AllocsPerRun(100, func() { s.Scan(nil, Input{Text: text}) }))
}

func TestNewNamesTheOption(t *testing.T) {
	for name, tc := range map[string]struct {
		options Options
		want    string
	}{
		"type":      {Options{Types: []entity.Type{"NOPE"}}, `types: unknown entity type "NOPE"`},
		"region":    {Options{PhoneRegions: []string{"XX"}}, `phone_regions: phone region "XX"`},
		"deny list": {Options{DenyLists: []DenyList{{Type: entity.DenyListed, Terms: []string{"x"}}}}, "deny_lists: list 0, term 0"},
		"deny type": {Options{DenyLists: []DenyList{{Type: "nope", Terms: []string{"xy"}}}}, "deny_lists: list 0: entity type"},
		"custom":    {Options{Custom: []custom.Rule{{Type: "A_B", Pattern: `[a-z]+`}}}, "custom: rule 0 (A_B): pattern cannot be bounded"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(tc.options)
			require.ErrorContains(t, err, tc.want)
		})
	}
}
