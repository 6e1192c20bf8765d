// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

var (
	keyKind  = K("one.kind")
	keyModel = K(semconv.RequestModel)
	keySeed  = K(semconv.RequestSeed)
)

// TestRecord has attributes changed, dropped and added in one go.
func TestRecord(t *testing.T) {
	in := []string{"one.kind", "LLM", semconv.RequestModel, "None", "other", "x"}
	for name, tc := range map[string]struct {
		do     func(*assert.Assertions, *Record)
		remove bool
		want   []string
	}{
		"a target goes behind the others": {
			do:   func(is *assert.Assertions, r *Record) { is.True(r.Put(keySeed, Int(7))) },
			want: []string{"one.kind", "LLM", semconv.RequestModel, "None", "other", "x", semconv.RequestSeed, "7"},
		},
		"what is replaced stays in its place": {
			do:   func(_ *assert.Assertions, r *Record) { r.Replace(keyModel, Str("m")) },
			want: []string{"one.kind", "LLM", semconv.RequestModel, "m", "other", "x"},
		},
		"a target that was written is replaced": {
			do: func(_ *assert.Assertions, r *Record) {
				r.Put(keySeed, Int(7))
				r.Replace(keySeed, Int(8))
			},
			want: []string{"one.kind", "LLM", semconv.RequestModel, "None", "other", "x", semconv.RequestSeed, "8"},
		},
		"a target that says nothing is dropped": {
			do:   func(_ *assert.Assertions, r *Record) { r.Remove(keyModel) },
			want: []string{"one.kind", "LLM", "other", "x"},
		},
		"one that was to be dropped is written in its place": {
			do: func(is *assert.Assertions, r *Record) {
				r.Remove(keyModel)
				is.False(r.Has(keyModel))
				is.True(r.Put(keyModel, Str("m")))
				is.Equal("m", r.Str(keyModel))
			},
			want: []string{"one.kind", "LLM", semconv.RequestModel, "m", "other", "x"},
		},
		"nothing of what was to be dropped is left to fill": {
			do: func(is *assert.Assertions, r *Record) {
				r.Remove(keyModel)
				v, ok := r.PutEmpty(keyModel)
				is.True(ok)
				is.Equal(pcommon.ValueTypeEmpty, v.Type())
			},
			want: []string{"one.kind", "LLM", semconv.RequestModel, "", "other", "x"},
		},
		"a name of a family is written once": {
			do: func(is *assert.Assertions, r *Record) {
				is.True(r.PutNamed("family.a", Str("1")))
				is.True(r.PutNamed("family.a", Str("1")))
				is.False(r.PutNamed("family.a", Str("2")))
				is.False(r.PutNamed("other", Str("y")))
			},
			want: []string{"one.kind", "LLM", semconv.RequestModel, "None", "other", "x", "family.a", "1"},
		},
		"sources go where targets come": {
			do: func(_ *assert.Assertions, r *Record) {
				r.Put(keySeed, Int(7))
				r.Consume(keyKind)
			},
			remove: true,
			want:   []string{semconv.RequestModel, "None", "other", "x", semconv.RequestSeed, "7"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := New([]Dialect{{Signals: []string{"one.kind"}, Finish: func(r *Record) { tc.do(assert.New(t), r) }}}, Options{RemoveOriginals: tc.remove})
			require.NoError(t, err)
			for range 2 { // nothing is left in a record that is used again
				m := pcommon.NewMap()
				for i := 0; i < len(in); i += 2 {
					m.PutStr(in[i], in[i+1])
				}
				e.Apply(m, Scope{})
				var got []string
				for name, v := range m.All() {
					got = append(got, name, v.AsString())
				}
				assert.Equal(t, tc.want, got)
			}
		})
	}
}

// TestSameNameTwice holds that of two attributes of one name, which only a broken
// sender writes, the one is read and changed that everybody reads.
func TestSameNameTwice(t *testing.T) {
	td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces([]byte(`{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[
		{"key":"gen_ai.request.seed","value":{"stringValue":"1"}},{"key":"gen_ai.request.seed","value":{"stringValue":"2"}}]}]}]}]}`))
	require.NoError(t, err)
	e, err := New(nil, Options{})
	require.NoError(t, err)
	span := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	e.ApplySpan(span, Scope{})
	seed, _ := span.Attributes().Get(semconv.RequestSeed)
	assert.Equal(t, int64(1), seed.Int())
	assert.Equal(t, 2, span.Attributes().Len())
}

func TestHashOfShortNames(t *testing.T) {
	l := newLookup(&keyTable{names: []string{"user", "name", "a"}})
	for k, name := range l.names {
		got, rest, ok := l.find(name)
		assert.True(t, ok)
		assert.Equal(t, Key(k), got)
		assert.Empty(t, rest)
	}
	for _, name := range []string{"", "b", "uses", "username"} {
		_, _, ok := l.find(name)
		assert.False(t, ok, name)
	}
}
