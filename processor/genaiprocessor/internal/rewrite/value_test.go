// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

func value(t *testing.T, raw any) pcommon.Value {
	t.Helper()
	v := pcommon.NewValueEmpty()
	require.NoError(t, v.FromRaw(raw))
	return v
}

func TestCoerce(t *testing.T) {
	for name, tc := range map[string]struct {
		in   any
		typ  semconv.Type
		want any // nil: refused
	}{
		"string":                         {"gpt", semconv.String, "gpt"},
		"string, empty":                  {"", semconv.String, nil},
		"string of an integer":           {int64(42), semconv.String, "42"},
		"string of a list":               {[]any{"a"}, semconv.String, nil},
		"int":                            {int64(7), semconv.Int, int64(7)},
		"int from a string":              {"12", semconv.Int, int64(12)},
		"int from a string with spaces":  {" 12 ", semconv.Int, int64(12)},
		"int from a double":              {12.0, semconv.Int, int64(12)},
		"int from a string of a double":  {"12.0", semconv.Int, int64(12)},
		"int from a fraction":            {12.5, semconv.Int, nil},
		"int from NaN":                   {math.NaN(), semconv.Int, nil},
		"int from infinity":              {math.Inf(1), semconv.Int, nil},
		"int beyond exact doubles":       {1e300, semconv.Int, nil},
		"int, the sentinel -1":           {int64(-1), semconv.Int, nil},
		"int, the sentinel -1 in a text": {"-1", semconv.Int, nil},
		"int from a word":                {"many", semconv.Int, nil},
		"int from a bool":                {true, semconv.Int, nil},
		"double":                         {0.7, semconv.Double, 0.7},
		"double from an int":             {int64(1), semconv.Double, 1.0},
		"double from a string":           {"0.5", semconv.Double, 0.5},
		"double, negative":               {-0.5, semconv.Double, -0.5},
		"double from NaN":                {"NaN", semconv.Double, nil},
		"bool":                           {true, semconv.Bool, true},
		"bool from a string":             {"False", semconv.Bool, false},
		"bool from a number":             {int64(1), semconv.Bool, nil},
		"strings":                        {[]any{"a", "b"}, semconv.Strings, []any{"a", "b"}},
		"strings without the empty ones": {[]any{"", "b"}, semconv.Strings, []any{"b"}},
		"strings from a string":          {"stop", semconv.Strings, []any{"stop"}},
		"strings from JSON":              {`["stop","length"]`, semconv.Strings, []any{"stop", "length"}},
		"strings from JSON with null":    {`["stop",null,""]`, semconv.Strings, []any{"stop"}},
		"strings from cut JSON":          {`["stop","len`, semconv.Strings, nil},
		"strings from a list of numbers": {`[1]`, semconv.Strings, nil},
		"strings, empty":                 {"", semconv.Strings, nil},
		"any":                            {map[string]any{"a": "b"}, semconv.Any, map[string]any{"a": "b"}},
		"any, empty map":                 {map[string]any{}, semconv.Any, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o, ok := Coerce(value(t, tc.in), tc.typ)
			require.Equal(t, tc.want != nil, ok)
			if !ok {
				return
			}
			m := pcommon.NewMap()
			o.PutTo(m, "k")
			v, _ := m.Get("k")
			assert.Equal(t, tc.want, v.AsRaw())
			assert.True(t, o.equal(v), "a value must equal itself")
			assert.False(t, o.equal(value(t, "something else")))
		})
	}
}

func TestIndex(t *testing.T) {
	for in, want := range map[string]struct {
		n     int
		field string
		ok    bool
	}{
		"0.role":               {0, "role", true},
		"10.tool_calls.2.name": {10, "tool_calls.2.name", true},
		"9999":                 {9999, "", true},
		"10000.role":           {},
		"999999999999999.role": {},
		"-1.role":              {},
		"role":                 {},
		"":                     {},
		".role":                {},
		"1a.role":              {},
	} {
		t.Run(in, func(t *testing.T) {
			n, field, ok := Index(in)
			assert.Equal(t, want.n, n)
			assert.Equal(t, want.field, field)
			assert.Equal(t, want.ok, ok)
		})
	}
}
