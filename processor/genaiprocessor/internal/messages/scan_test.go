// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

var scanned = []string{
	`["\ud83d\nDC00", "\ud83dxuDC00", "\ud83d\u0041"]`, // halves of pairs
	`{}`, `[]`, ` { "a" : [ 1 , -2.5e+3 , true , false , null , "x" ] , "b" : { "c" : "d" } } `, `"plain"`, `0`, `-0.0`, `1e5`,
	`["quote \" and backslash \\", "\\\\", "\u00e9\ud83d\ude00 \ud83d lone", "a\/b\b\f\n\r\t"]`, `{"":{"":[]}}`, `[[[]],{}]`, `[""]`,
	`{`, `[`, `[1,]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `[1 2]`, `01`, `1.`, `.5`, `1e`, `+1`, `nul`, `tru`, `"open`, `"\"`, `"\x"`, `"\u12"`, `"\u12g4"`, `[}`, `{]`,
	`[1]]`, `[] []`, ``, ` `, `-`, `NaN`, `"a" "b"`, `{"a":1 "b":2}`, `{,}`, `[,1]`, `{"a"::1}`, `{1:2}`, `["a]`,
}

func TestValid(t *testing.T) {
	for _, s := range scanned {
		assert.Equal(t, json.Valid([]byte(s)), valid(s), "%q", s)
	}
	assert.True(t, valid("[\"a\nb\"]"), "control characters pass")
	assert.True(t, valid(strings.Repeat("[", maxDepth)+strings.Repeat("]", maxDepth)))
	assert.False(t, valid(strings.Repeat("[", maxDepth+1)+strings.Repeat("]", maxDepth+1)))
	assert.False(t, valid(strings.Repeat("[", 1<<20)))
}

type entry struct{ key, value gjson.Result }

func entries(v gjson.Result, each func(gjson.Result, func(key, value gjson.Result) bool)) (list []entry) {
	each(v, func(key, value gjson.Result) bool {
		key.Index, value.Index = 0, 0
		list = append(list, entry{key, value})
		return true
	})
	return list
}

// assertSameEntries compares Each with gjson's own walk, at all depths.
func assertSameEntries(t *testing.T, v gjson.Result) {
	t.Helper()
	want := entries(v, gjson.Result.ForEach)
	got := entries(v, Each)
	require.Len(t, got, len(want), "%s", v.Raw)
	for i := range want {
		assert.Equal(t, want[i].value.Type, got[i].value.Type)
		assert.Equal(t, want[i].value.Raw, got[i].value.Raw)
		if !math.IsInf(want[i].value.Num, 0) {
			assert.InDelta(t, want[i].value.Num, got[i].value.Num, 0)
		}
		for _, pair := range [][2]gjson.Result{{want[i].key, got[i].key}, {want[i].value, got[i].value}} {
			if s, ok := decoded(t, pair[0]); ok {
				assert.Equal(t, s, pair[1].Str)
			}
		}
		if want[i].value.Type == gjson.JSON {
			assertSameEntries(t, got[i].value)
		}
	}
}

// decoded is what encoding/json makes of a string that it accepts.
func decoded(t *testing.T, v gjson.Result) (s string, ok bool) {
	t.Helper()
	if v.Type != gjson.String || !utf8.ValidString(v.Raw) || !json.Valid([]byte(v.Raw)) {
		return "", false
	}
	require.NoError(t, json.Unmarshal([]byte(v.Raw), &s))
	return s, true
}

func TestEach(t *testing.T) {
	for _, s := range scanned {
		if v, ok := Parse(s); ok {
			assertSameEntries(t, v)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range scanned {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ok := valid(s)
		if plain := !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' && r != '\r' }); plain && strings.Count(s, "[")+strings.Count(s, "{") <= maxDepth && !strings.ContainsAny(s, "\n\t\r") {
			require.Equal(t, json.Valid([]byte(s)), ok, "%q", s)
		}
		if v, ok := Parse(s); ok {
			assertSameEntries(t, v)
		}
	})
}
