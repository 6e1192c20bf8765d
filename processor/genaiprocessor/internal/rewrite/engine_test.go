// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

var testDialects = []Dialect{
	{
		Name:    "first",
		Signals: []string{"one.kind", "one.messages."},
		Scopes:  []string{"lib.one"},
		Rules: []Rule{
			{From: "one.model", To: semconv.RequestModel},
			{From: "one.model_alias", To: semconv.RequestModel},
			{From: "one.tokens", To: semconv.UsageInputTokens},
			{From: "one.messages.kind", To: semconv.ToolName},
		},
	},
	{
		Name:    "second",
		Signals: []string{"two.kind"},
		Rules:   []Rule{{From: "two.model", To: semconv.RequestModel}},
	},
}

func apply(t *testing.T, opts Options, scope string, in map[string]any) (map[string]any, Result) {
	t.Helper()
	e, err := New(testDialects, opts)
	require.NoError(t, err)
	m := pcommon.NewMap()
	require.NoError(t, m.FromRaw(in))
	res := e.Apply(m, e.Scope(scope))
	return m.AsRaw(), res
}

func TestApply(t *testing.T) {
	const model = semconv.RequestModel
	for name, tc := range map[string]struct {
		scope    string
		remove   bool
		in, want map[string]any
		res      Result
	}{
		"nothing known": {
			in:   map[string]any{"http.method": "GET", "": "empty name"},
			want: map[string]any{"http.method": "GET", "": "empty name"},
		},
		"known names without a signal stay": {
			in:   map[string]any{"one.model": "m"},
			want: map[string]any{"one.model": "m"},
		},
		"signal by attribute": {
			in:   map[string]any{"one.kind": "LLM", "one.model": "m"},
			want: map[string]any{"one.kind": "LLM", "one.model": "m", model: "m"},
			res:  Result{GenAI: true, Dialects: 1, Written: 1},
		},
		"signal by family": {
			in:   map[string]any{"one.messages.0.text": "hi", "one.model": "m"},
			want: map[string]any{"one.messages.0.text": "hi", "one.model": "m", model: "m"},
			res:  Result{GenAI: true, Dialects: 1, Written: 1},
		},
		"signal by a member of a family that has a rule of its own": {
			in:   map[string]any{"one.messages.kind": "m"},
			want: map[string]any{"one.messages.kind": "m", "gen_ai.tool.name": "m"},
			res:  Result{GenAI: true, Dialects: 1, Written: 1},
		},
		"signal by scope": {
			scope: "lib.one.sub",
			in:    map[string]any{"one.model": "m"},
			want:  map[string]any{"one.model": "m", model: "m"},
			res:   Result{GenAI: true, Dialects: 1, Written: 1},
		},
		"scope alone is no signal": {
			scope: "lib.one",
			in:    map[string]any{"http.method": "GET"},
			want:  map[string]any{"http.method": "GET"},
		},
		"first rule wins, the other source stays": {
			remove: true,
			in:     map[string]any{"one.kind": "LLM", "one.model_alias": "b", "one.model": "a"},
			want:   map[string]any{"one.kind": "LLM", "one.model_alias": "b", model: "a"},
			res:    Result{GenAI: true, Dialects: 1, Written: 1, Removed: 1},
		},
		"first dialect wins": {
			in:   map[string]any{"one.kind": "LLM", "two.kind": "x", "two.model": "b", "one.model": "a"},
			want: map[string]any{"one.kind": "LLM", "two.kind": "x", "two.model": "b", "one.model": "a", model: "a"},
			res:  Result{GenAI: true, Dialects: 3, Written: 1},
		},
		"a target that is there wins and the differing source stays": {
			remove: true,
			in:     map[string]any{"one.kind": "LLM", "one.model": "a", model: "b"},
			want:   map[string]any{"one.kind": "LLM", "one.model": "a", model: "b"},
			res:    Result{GenAI: true, Dialects: 1},
		},
		"a source equal to the target goes": {
			remove: true,
			in:     map[string]any{"one.kind": "LLM", "one.model": "a", model: "a"},
			want:   map[string]any{"one.kind": "LLM", model: "a"},
			res:    Result{GenAI: true, Dialects: 1, Removed: 1},
		},
		"a value that cannot be converted stays": {
			remove: true,
			in:     map[string]any{"one.kind": "LLM", "one.tokens": "many"},
			want:   map[string]any{"one.kind": "LLM", "one.tokens": "many"},
			res:    Result{GenAI: true, Dialects: 1},
		},
		"types of targets are fixed": {
			in:   map[string]any{semconv.UsageInputTokens: "12", semconv.ResponseFinishReasons: `["stop"]`, semconv.RequestSeed: "x"},
			want: map[string]any{semconv.UsageInputTokens: int64(12), semconv.ResponseFinishReasons: []any{"stop"}, semconv.RequestSeed: "x"},
			res:  Result{GenAI: true, Written: 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, res := apply(t, Options{RemoveOriginals: tc.remove}, tc.scope, tc.in)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.res, res)
		})
	}
}

// TestApplyReuse sends records of different shapes through one engine: nothing
// of one may be seen in the next.
func TestApplyReuse(t *testing.T) {
	e, err := New(testDialects, Options{})
	require.NoError(t, err)
	full := pcommon.NewMap()
	require.NoError(t, full.FromRaw(map[string]any{"one.kind": "LLM", "one.model": "a", "one.tokens": 5}))
	e.Apply(full, Scope{})
	bare := pcommon.NewMap()
	bare.PutStr("one.kind", "LLM")
	e.Apply(bare, Scope{})
	assert.Equal(t, map[string]any{"one.kind": "LLM"}, bare.AsRaw())
}

func TestTooManyDialects(t *testing.T) {
	_, err := New(make([]Dialect, maxDialects+1), Options{})
	assert.ErrorContains(t, err, "at most 64")
}

// TestNoAllocations holds records that need no change to cost no memory. It
// goes around the pool, which the race detector empties at random.
func TestNoAllocations(t *testing.T) {
	e, err := New(testDialects, Options{RemoveOriginals: true})
	require.NoError(t, err)
	r := e.records.New().(*Record)
	for name, attrs := range map[string]map[string]any{
		"no GenAI":        {"http.method": "GET", "one.model": "m", "other": "x"},
		"the conventions": {semconv.OperationName: "chat", semconv.UsageInputTokens: 5, semconv.ResponseFinishReasons: []any{"stop"}},
		"a second pass":   {"one.kind": "LLM", semconv.RequestModel: "m"},
	} {
		t.Run(name, func(t *testing.T) {
			m := pcommon.NewMap()
			require.NoError(t, m.FromRaw(attrs))
			assert.Zero(t, testing.AllocsPerRun(100, func() { e.apply(r, m, Scope{}) }))
		})
	}
}
