// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func id(n uint64) (span pcommon.SpanID) {
	binary.BigEndian.PutUint64(span[:], n)
	return span
}

// call is a span as it is told to a set.
type call struct {
	trace, span, parent uint64
	usage               bool
}

func (c call) traceID() (trace pcommon.TraceID) {
	binary.BigEndian.PutUint64(trace[8:], c.trace)
	return trace
}

func (c call) key(s *Set) Key { return s.Key(c.traceID(), id(c.span)) }

func (c call) parentKey(s *Set) Key { return s.Key(c.traceID(), id(c.parent)) }

// judge tells the calls to the set as one batch.
func judge(s *Set, batch ...call) []Verdict {
	for _, c := range batch {
		if c.usage {
			s.Around(c.parentKey(s), Generation)
		}
	}
	var verdicts []Verdict
	for _, c := range batch {
		verdicts = append(verdicts, s.Judge(c.key(s), Generation, c.usage, c.usage && s.Around(c.parentKey(s), Generation)))
	}
	return verdicts
}

func TestJudge(t *testing.T) {
	outer, inner := call{1, 1, 9, true}, call{1, 2, 1, true}
	innermost := call{1, 3, 2, true}
	silent := call{1, 2, 1, false}
	for _, tt := range []struct {
		name    string
		batches [][]call
		want    [][]Verdict
	}{
		{"one", [][]call{{outer}}, [][]Verdict{{Count}}},
		{"delivered twice", [][]call{{outer}, {outer}}, [][]Verdict{{Count}, {Duplicate}}},
		{"twice in a batch", [][]call{{outer, outer}}, [][]Verdict{{Count, Duplicate}}},
		{"the inner one of a batch", [][]call{{outer, inner}}, [][]Verdict{{Nested, Count}}},
		{"the inner one first", [][]call{{inner}, {outer}}, [][]Verdict{{Count}, {Nested}}},
		{"the outer one first", [][]call{{outer}, {inner}}, [][]Verdict{{Count}, {Nested}}},
		{"three levels, inside out", [][]call{{innermost}, {inner}, {outer}}, [][]Verdict{{Count}, {Nested}, {Nested}}},
		{"three levels, outside in", [][]call{{outer}, {inner}, {innermost}}, [][]Verdict{{Count}, {Nested}, {Nested}}},
		{"three levels in a batch", [][]call{{outer, inner, innermost}}, [][]Verdict{{Nested, Nested, Count}}},
		{"both delivered again", [][]call{{inner, outer}, {outer, inner}}, [][]Verdict{{Count, Nested}, {Duplicate, Duplicate}}},
		{"two calls inside, as a retry makes them", [][]call{{inner}, {{1, 4, 1, true}}, {outer}}, [][]Verdict{{Count}, {Count}, {Nested}}},
		{"the inner one has no usage", [][]call{{silent}, {outer}}, [][]Verdict{{Count}, {Count}}},
		{"the outer one has no usage", [][]call{{{1, 1, 9, false}}, {inner}}, [][]Verdict{{Count}, {Count}}},
		{"the outer one has no usage and comes last", [][]call{{inner}, {{1, 1, 9, false}}}, [][]Verdict{{Count}, {Nested}}},
		{"without usage, then with it, then again", [][]call{{silent}, {silent}, {inner}, {inner}, {silent}}, [][]Verdict{{Count}, {Duplicate}, {Count}, {Duplicate}, {Duplicate}}},
		{"without usage, then with it, in one that is counted", [][]call{{outer}, {silent}, {inner}}, [][]Verdict{{Count}, {Count}, {Nested}}},
		{"without usage, then with it, around one that is counted", [][]call{{silent}, {innermost}, {inner}}, [][]Verdict{{Count}, {Count}, {Duplicate}}},
		{"siblings", [][]call{{{1, 2, 9, true}, {1, 3, 9, true}}}, [][]Verdict{{Count, Count}}},
		{"the same span id in another trace", [][]call{{outer}, {{2, 1, 9, true}}}, [][]Verdict{{Count}, {Count}}},
		{"no span id", [][]call{{{1, 0, 0, true}}, {{1, 0, 0, true}}}, [][]Verdict{{Count}, {Count}}},
		{"no trace id", [][]call{{{0, 1, 0, true}}, {{0, 1, 0, true}}}, [][]Verdict{{Count}, {Count}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := New(100)
			for i, batch := range tt.batches {
				require.Equal(t, tt.want[i], judge(s, batch...), "batch %d", i)
			}
		})
	}
}

// However chains of nested spans are ordered, repeated and cut into batches,
// each chain is counted exactly once, and at its innermost span if no span comes
// before one inside of it.
func TestEveryChainCountsOnce(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 7))
		var calls []call
		const chains = 20
		depth := make([]uint64, chains)
		for chain := range uint64(chains) {
			depth[chain] = 1 + random.Uint64N(4)
			for level := range depth[chain] {
				calls = append(calls, call{chain + 1, level + 2, level + 1, true})
			}
		}
		calls = append(calls, calls[:random.IntN(len(calls))]...)
		insideOut := seed%2 == 0
		if insideOut {
			slices.SortFunc(calls, func(a, b call) int { return int(b.span) - int(a.span) })
		} else {
			random.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
		}
		s := New(1000)
		counted := make([]int, chains)
		for len(calls) > 0 {
			n := 1 + random.IntN(len(calls))
			for i, verdict := range judge(s, calls[:n]...) {
				if c := calls[i]; verdict == Count {
					counted[c.trace-1]++
					if insideOut {
						require.Equal(t, depth[c.trace-1]+1, c.span, "seed %d", seed)
					}
				}
			}
			calls = calls[n:]
		}
		for chain, n := range counted {
			if insideOut {
				require.Equal(t, 1, n, "seed %d", seed)
			} else {
				require.GreaterOrEqual(t, n, 1, "seed %d, chain %d", seed, chain)
			}
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	s := New(100)
	require.Len(t, s.spans.buckets, 64)
	require.Len(t, s.responses.buckets, 32)
	for n := range uint64(100_000) {
		require.Equal(t, []Verdict{Count}, judge(s, call{n + 1, n + 1, n + 2, true}))
	}
	require.Equal(t, []Verdict{Duplicate}, judge(s, call{100_000, 100_000, 100_001, true}), "the latest is remembered")
	require.Equal(t, []Verdict{Count}, judge(s, call{1, 1, 2, true}), "the first is forgotten")
}

// Whether ids are random or chosen in a row, the latest ones are remembered.
func TestForgetsFewOfTheLatest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, next := range map[string]func(n uint64) uint64{
		"random": func(uint64) uint64 { return random.Uint64() },
		"in row": func(n uint64) uint64 { return n + 1 },
	} {
		t.Run(name, func(t *testing.T) {
			const limit = 1 << 14
			s := New(limit)
			var latest []call
			for n := range uint64(4 * limit) {
				c := call{next(n), next(n), next(n + 1<<40), true}
				judge(s, c)
				latest = append(latest, c)
			}
			latest = latest[len(latest)-limit/4:]
			forgotten := 0
			for _, verdict := range judge(s, latest...) {
				if verdict != Duplicate {
					forgotten++
				}
			}
			require.Less(t, forgotten, limit/4/200)
		})
	}
}

func TestASetOfNoneCountsAll(t *testing.T) {
	s := New(0)
	c := call{1, 1, 0, true}
	require.Equal(t, []Verdict{Count, Count}, judge(s, c, c))
}

func TestFamily(t *testing.T) {
	s := New(0)
	var f Family
	for _, spans := range []int{0, 1, 5000, 3} {
		td := ptrace.NewTraces()
		rs := td.ResourceSpans().AppendEmpty()
		for n := range uint64(spans) {
			span := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
			c := call{trace: n/100 + 1, span: n%100 + 1, parent: n % 100} // chains of 100
			span.SetTraceID(c.traceID())
			span.SetSpanID(id(c.span))
			span.SetParentSpanID(id(c.parent))
		}
		f.Read(td, s)
		for n := range spans {
			up, ok := f.Up(n)
			require.Equal(t, n%100 != 0, ok)
			if ok {
				require.Equal(t, n-1, up)
				require.Equal(t, f.Key(up), f.Parent(n))
			}
			require.Equal(t, n%100 != 99 && n != spans-1, f.HasChild(n))
		}
		f.Forget()
	}
}

func TestFamilyOfOddIDs(t *testing.T) {
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, c := range []call{
		{trace: 1, span: 1, parent: 1},                                 // its own parent
		{trace: 1, span: 2, parent: 3}, {trace: 1, span: 3, parent: 2}, // a circle
		{trace: 1, span: 2, parent: 9}, // again
		{trace: 0, span: 5, parent: 1}, {trace: 1, span: 0, parent: 1},
	} {
		span := spans.AppendEmpty()
		span.SetTraceID(c.traceID())
		span.SetSpanID(id(c.span))
		span.SetParentSpanID(id(c.parent))
	}
	s := New(0)
	var f Family
	f.Read(td, s)
	want := []int{-1, 2, 1, -1, -1, 0}
	for n, parent := range want {
		up, ok := f.Up(n)
		require.Equal(t, parent >= 0, ok, "%d", n)
		require.Equal(t, parent, up, "%d", n)
	}
	require.Equal(t, f.Key(1), f.Key(3))
	require.Zero(t, f.Key(4))
	require.Zero(t, f.Parent(4))
	require.Zero(t, f.Key(5))
}

func FuzzJudge(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		s := New(4)
		for ; len(data) >= 4; data = data[4:] {
			c := call{uint64(data[0]), uint64(data[1]), uint64(data[2]), data[3]&1 == 1}
			judge(s, c)
			if c.trace != 0 && c.span != 0 && judge(s, c)[0] == Count {
				t.Fatalf("%+v was counted twice in a row", c)
			}
		}
	})
}

func TestResponse(t *testing.T) {
	type told struct{ id, scope string }
	for name, tt := range map[string]struct {
		told []told
		want []Verdict
	}{
		"one":                          {[]told{{"r1", "sdk"}}, []Verdict{Count}},
		"two calls":                    {[]told{{"r1", "sdk"}, {"r2", "sdk"}}, []Verdict{Count, Count}},
		"two scopes":                   {[]told{{"r1", "sdk"}, {"r1", "around"}}, []Verdict{Count, Retold}},
		"three scopes":                 {[]told{{"r1", "sdk"}, {"r1", "around"}, {"r1", "gateway"}}, []Verdict{Count, Retold, Retold}},
		"a server with one id for all": {[]told{{"r1", "sdk"}, {"r1", "sdk"}, {"r1", "sdk"}}, []Verdict{Count, Count, Count}},
		"that server and two scopes": {
			[]told{{"r1", "sdk"}, {"r1", "around"}, {"r1", "sdk"}, {"r1", "around"}}, []Verdict{Count, Retold, Count, Retold},
		},
		"no id": {[]told{{"", "sdk"}, {"", "around"}}, []Verdict{Count, Count}},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(8)
			for i, c := range tt.told {
				require.Equal(t, tt.want[i], s.Response(c.id, s.Trace(call{trace: 1}.traceID()), s.Scope(c.scope)), "%d", i)
			}
		})
	}
	require.Equal(t, Count, New(0).Response("r1", 1, 1))
}

// An id that is too short to be unique tells nothing in another trace.
func TestResponseOfAnotherTrace(t *testing.T) {
	for id, want := range map[string]Verdict{
		"chatcmpl-417":                           Count,
		"chatcmpl-c6abc4a8db86fe56c70bbaa9c2d4e": Retold,
		"kLq5aKXBG5Kxm9IP_b6S0A":                 Retold, // Gemini's
	} {
		s := New(8)
		require.Equal(t, Count, s.Response(id, s.Trace(call{trace: 1}.traceID()), s.Scope("a")))
		require.Equal(t, want, s.Response(id, s.Trace(call{trace: 2}.traceID()), s.Scope("b")), id)
		require.Equal(t, want, s.Response(id, s.Trace(call{}.traceID()), s.Scope("b")), id)
	}
}

func TestScopesAreBounded(t *testing.T) {
	s := New(8)
	for n := range 1000 {
		require.NotZero(t, s.Scope(strconv.Itoa(n)))
	}
	require.NotEqual(t, s.Scope("0"), s.Scope("1"))
	require.Equal(t, s.Scope("600"), s.Scope("700"), "they never speak against each other")
	require.Equal(t, []Verdict{Count, Count, Retold}, []Verdict{
		s.Response("r1", s.Trace(call{trace: 1}.traceID()), s.Scope("600")),
		s.Response("r1", s.Trace(call{trace: 1}.traceID()), s.Scope("700")),
		s.Response("r1", s.Trace(call{trace: 1}.traceID()), s.Scope("5")),
	})
}

// Calls of another kind inside of one, or around it, are calls of their own.
func TestKindsAreApart(t *testing.T) {
	s := New(8)
	outer, inner := s.Key(call{trace: 1}.traceID(), id(1)), s.Key(call{trace: 1}.traceID(), id(2))
	require.False(t, s.Around(outer, Other))
	require.Equal(t, []Kind{Other}, slices.Collect(s.Inside(outer)))
	require.Empty(t, slices.Collect(s.Inside(inner)))
	require.Equal(t, Count, s.Judge(inner, Other, true, false))
	require.Equal(t, Count, s.Judge(outer, Generation, true, false))
	require.False(t, s.Around(outer, Other), "the generation covers no embeddings")
	require.True(t, s.Around(outer, Generation))
	require.Equal(t, []Kind{Generation, Other}, slices.Collect(s.Inside(outer)))
}
