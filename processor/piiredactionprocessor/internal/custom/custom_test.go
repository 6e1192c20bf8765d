// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package custom

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func find(t *testing.T, s *Set, key, text string) []string {
	t.Helper()
	var scratch Scratch
	var got []string
	for _, m := range s.Find(nil, text, key, &scratch) {
		got = append(got, string(m.Type)+" "+text[m.Start:m.End])
	}
	return got
}

func TestFind(t *testing.T) {
	s, err := New([]Rule{
		{Type: "EMPLOYEE", Pattern: `\bEMP-\d{4,6}\b`},
		{Type: "PATIENT", Pattern: `\b\d{8}\b`, Context: []string{"mrn", "patient*"}},
		{Type: "LOYALTY", Pattern: `(?i)loyalty (\d{10})`, Group: 1, Validator: "luhn"},
		{Type: "PROJECT", Pattern: `^(?:Falke|Adler)$`},
		{Type: entity.PersonName, Pattern: `Agent [A-Z][a-z]{1,20}`},
		{Type: "WORD", Pattern: `[a-z]{3}`, Unfiltered: true, Context: []string{"codeword"}},
	})
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		key, text string
		want      []string
	}{
		"literal":              {"", "EMP-1234, EMP-12, EMP-123456", []string{"EMPLOYEE EMP-1234", "EMPLOYEE EMP-123456"}},
		"word border":          {"", "XEMP-1234", nil},
		"context in the text":  {"", "MRN: 00482915", []string{"PATIENT 00482915"}},
		"context in the key":   {"patient_id", "00482915", []string{"PATIENT 00482915"}},
		"no context":           {"", "00482915", nil},
		"group and check":      {"", "Loyalty 4539310693 and loyalty 4539310690", []string{"LOYALTY 4539310690"}},
		"anchors are honoured": {"", "Falke", []string{"PROJECT Falke"}},
		"anchors refuse":       {"", "die Falke", nil},
		"built-in type":        {"", "ask Agent Meadow", []string{"PERSON Agent Meadow"}},
		"unfiltered":           {"", "codeword xyz", []string{"WORD xyz"}},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.HasPrefix(name, "unfiltered") {
				assert.Contains(t, find(t, s, tc.key, tc.text), tc.want[0])
				return
			}
			assert.Equal(t, tc.want, find(t, s, tc.key, tc.text))
		})
	}
}

// TestWindows: a match is found whole wherever the window around its literal
// begins.
func TestWindows(t *testing.T) {
	s, err := New([]Rule{{Type: "CASE_ID", Pattern: `\b\d{2}-CASE-[A-Z]{4}\b`}})
	require.NoError(t, err)
	for n := range 40 {
		pad := strings.Repeat("x", n) + " "
		assert.Equal(t, []string{"CASE_ID 12-CASE-ABCD", "CASE_ID 34-CASE-EFGH"}, find(t, s, "", pad+"12-CASE-ABCD "+pad+"34-CASE-EFGH"), n)
		assert.Nil(t, find(t, s, "", pad+"912-CASE-ABCD"), n)
	}
}

func TestNewErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		rule Rule
		want string
	}{
		"type":          {Rule{Type: "bad", Pattern: "EMP"}, "only A-Z"},
		"syntax":        {Rule{Type: "A_B", Pattern: "EMP("}, "pattern: "},
		"backreference": {Rule{Type: "A_B", Pattern: `(EMP)\1`}, "pattern: "},
		"empty":         {Rule{Type: "A_B", Pattern: `(?:EMP)?`}, "matches the empty text"},
		"no filter":     {Rule{Type: "A_B", Pattern: `[a-z]{4,}`}, "cannot be bounded"},
		"any":           {Rule{Type: "A_B", Pattern: `.{4,}`}, "cannot be bounded"},
		"group":         {Rule{Type: "A_B", Pattern: `EMP(\d)`, Group: 2}, "group 2: the pattern has 1"},
		"validator":     {Rule{Type: "A_B", Pattern: `EMP\d`, Validator: "sum"}, `validator "sum": want one of [ean13`},
		"long":          {Rule{Type: "A_B", Pattern: strings.Repeat("x", MaxPattern+1)}, "at most 1000"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New([]Rule{tc.rule})
			require.ErrorContains(t, err, tc.want)
			require.ErrorContains(t, err, "rule 0")
		})
	}
	_, err := New(make([]Rule, MaxRules+1))
	require.ErrorContains(t, err, "at most 128")
	for _, name := range Validators() {
		_, err := New([]Rule{{Type: "A_B", Pattern: `EMP\d+`, Validator: name}})
		require.NoError(t, err, name)
	}
}

func TestPrefilter(t *testing.T) {
	for pattern, want := range map[string][]string{
		`EMP-\d+`:               {"emp-"},
		`(?:foo|bar)\d`:         {"foo", "bar"},
		`x(?:Hund|Katze)+y`:     {"hund", "katze"},
		`(?i)SV-?\d{4}`:         {"sv"},
		`\d{3}(?:abc)?`:         nil,
		`(?:abc)*\d`:            nil,
		`[ab]cd`:                {"cd"},
		`(?:longest|lo)\d{1,3}`: {"lo"},
	} {
		f, err := prefilter(pattern)
		require.NoError(t, err, pattern)
		assert.Equal(t, want, f.literals, pattern)
		if want == nil {
			assert.NotNil(t, f.class, pattern)
		}
	}
}

// FuzzPrefilter: what the filter lets go has no match.
func FuzzPrefilter(f *testing.F) {
	for _, p := range []string{`EMP-\d+`, `(?:foo|ba?r)\d`, `(?i)\bK[0-9]{2,}`, `a.c|d\d`, `^x{2,3}y$`, `[A-Z]{2}[0-9]`} {
		f.Add(p, "EMP-12 foo1 bar2 K12 abc d1 xxy AB1")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 60 || len(text) > 500 {
			return
		}
		filtered, err := New([]Rule{{Type: "A_B", Pattern: pattern}})
		if err != nil {
			return
		}
		r := filtered.rules[0]
		loc := r.re.FindStringIndex(text)
		got := find(t, filtered, "", text)
		assert.Equal(t, loc != nil, len(got) > 0, "%q in %q", pattern, text)
	})
}

func BenchmarkFind(b *testing.B) {
	s, err := New([]Rule{{Type: "EMPLOYEE", Pattern: `\bEMP-\d{4,6}\b`}, {Type: "CASE_ID", Pattern: `\b\d{2}-CASE-[A-Z]{4}\b`}})
	require.NoError(b, err)
	text := strings.Repeat("Please summarise the report of 2024 that the customer sent us. ", 50)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var scratch Scratch
	for b.Loop() {
		s.Find(nil, text, "", &scratch)
	}
}
