// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

const randomScrapes = 2000

// randomScrape makes a scrape in which any known name meets any type, with and
// without the labels that tables ask for, in any order. Every data point has an
// id of its own.
func randomScrape(rnd *rand.Rand, names []string) pmetric.MetricSlice {
	ms := pmetric.NewMetricSlice()
	if window := 15; rnd.IntN(2) == 0 { // neighbours are of one engine and often alternatives
		i := rnd.IntN(len(names) - window)
		names = names[i : i+window]
	}
	var engine string // of those who set it, every one sets it for a whole target
	if rnd.IntN(4) == 0 {
		engine = []string{"vllm", "dynamo", "my-vllm"}[rnd.IntN(3)]
	}
	id := 0
	label := func(attrs pcommon.Map) {
		attrs.PutInt("id", int64(id))
		id++
		for _, l := range []Label{
			{From: "model_name", To: "m"},
			{From: "model", To: "m"},
			{From: "finished_reason", To: "stop"},
			{From: "request_type", To: "waiting"},
			{From: "request_type", To: "scheduled"},
			{From: "kv_cache_block_type", To: "fraction"},
			{From: attrRequestModel, To: "n"},
		} {
			if rnd.IntN(4) == 0 {
				attrs.PutStr(l.From, l.To)
			}
		}
		if engine != "" {
			attrs.PutStr(AttrEngineName, engine)
		}
	}
	for range 1 + rnd.IntN(12) {
		m := ms.AppendEmpty()
		m.SetName(names[rnd.IntN(len(names))])
		points := rnd.IntN(4)
		switch rnd.IntN(5) {
		case 0:
			g := m.SetEmptyGauge()
			for range points {
				p := g.DataPoints().AppendEmpty()
				p.SetDoubleValue(rnd.Float64() * 1e9)
				label(p.Attributes())
			}
		case 1:
			s := m.SetEmptySum()
			for range points {
				p := s.DataPoints().AppendEmpty()
				p.SetIntValue(rnd.Int64N(1e12))
				label(p.Attributes())
			}
		case 2:
			h := m.SetEmptyHistogram()
			for range points {
				p := h.DataPoints().AppendEmpty()
				p.SetSum(rnd.Float64() * 1e9)
				p.SetCount(10)
				p.ExplicitBounds().FromRaw([]float64{1, 2.5, 1e4})
				p.BucketCounts().FromRaw([]uint64{1, 2, 3, 4})
				label(p.Attributes())
			}
		case 3:
			h := m.SetEmptyExponentialHistogram()
			for range points {
				p := h.DataPoints().AppendEmpty()
				p.SetSum(rnd.Float64())
				label(p.Attributes())
			}
		case 4:
			s := m.SetEmptySummary()
			for range points {
				label(s.DataPoints().AppendEmpty().Attributes())
			}
		}
	}
	return ms
}

func knownNames() []string {
	names := slices.Sorted(maps.Keys(newIndex(tables).byName))
	return append(names, "up", "vllm:prompt_tokens_created")
}

// fact is what a data point says.
type fact struct {
	value float64
	rest  string
}

// factsByID returns the facts of each data point, twice for one that a ratio
// was derived from.
func factsByID(tb testing.TB, ms pmetric.MetricSlice) map[int64][]fact {
	tb.Helper()
	out := map[int64][]fact{}
	for _, m := range ms.All() {
		add := func(attrs pcommon.Map, value float64, rest string) {
			id, ok := attrs.Get("id")
			require.True(tb, ok)
			out[id.Int()] = append(out[id.Int()], fact{value: value, rest: m.Type().String() + rest})
		}
		switch m.Type() {
		case pmetric.MetricTypeGauge:
			for _, p := range m.Gauge().DataPoints().All() {
				add(p.Attributes(), number(p), "")
			}
		case pmetric.MetricTypeSum:
			for _, p := range m.Sum().DataPoints().All() {
				add(p.Attributes(), number(p), "")
			}
		case pmetric.MetricTypeHistogram:
			for _, p := range m.Histogram().DataPoints().All() {
				add(p.Attributes(), p.Sum(), fmt.Sprint(p.Count(), p.BucketCounts().AsRaw()))
			}
		case pmetric.MetricTypeExponentialHistogram:
			for _, p := range m.ExponentialHistogram().DataPoints().All() {
				add(p.Attributes(), p.Sum(), "")
			}
		case pmetric.MetricTypeSummary:
			for _, p := range m.Summary().DataPoints().All() {
				add(p.Attributes(), 0, "")
			}
		case pmetric.MetricTypeEmpty:
		}
	}
	return out
}

// Every data point is still there exactly once, with its value, or its value
// divided exactly by a power of ten that a table names.
func TestNothingIsLost(t *testing.T) {
	names := knownNames()
	r := New(Options{})
	mapped, scaled := 0, 0
	for seed := range uint64(randomScrapes) {
		ms := randomScrape(rand.New(rand.NewPCG(seed, 1)), names)
		want := factsByID(t, ms)
		derived := 0
		for _, c := range r.Metrics(ms).Engines {
			mapped += c.Points
		}
		got := factsByID(t, ms)
		require.Len(t, got, len(want), "seed %d", seed)
		for id, w := range want {
			require.Len(t, w, 1)
			g := slices.DeleteFunc(got[id], func(f fact) bool {
				return f.rest == w[0].rest && (f.value == w[0].value || f.value == w[0].value/milliseconds || f.value == w[0].value/microseconds)
			})
			require.LessOrEqual(t, len(g), len(got[id])-1, "seed %d: point %d: want %v, got %v", seed, id, w, got[id])
			derived += len(g)
		}
		for _, m := range ms.All() {
			if m.Unit() == "s" && m.Type() == pmetric.MetricTypeSum {
				scaled++
			}
		}
		require.LessOrEqual(t, derived, 3, "seed %d: only ratios are new", seed)
	}
	assert.Greater(t, mapped, randomScrapes, "the test must map something")
	assert.Greater(t, scaled, randomScrapes/100, "the test must scale something")
}

func TestKeepOriginalsOnlyAdds(t *testing.T) {
	names := knownNames()
	r := New(Options{KeepOriginals: true})
	for seed := range uint64(randomScrapes) {
		ms := randomScrape(rand.New(rand.NewPCG(seed, 2)), names)
		before := render(ms)
		n := ms.Len()
		r.Metrics(ms)
		after := render(ms)
		require.GreaterOrEqual(t, ms.Len(), n, "seed %d", seed)
		for _, line := range before {
			i := slices.Index(after, line)
			require.GreaterOrEqual(t, i, 0, "seed %d: %s", seed, line)
			after = slices.Delete(after, i, i+1)
		}
	}
}

func TestIdempotent(t *testing.T) {
	names := knownNames()
	for _, opts := range []Options{{}, {KeepOriginals: true}, {DropCreated: true}} {
		r := New(opts)
		for seed := range uint64(randomScrapes) {
			ms := randomScrape(rand.New(rand.NewPCG(seed, 3)), names)
			r.Metrics(ms)
			once, n := render(ms), ms.Len()
			r.Metrics(ms)
			require.Equal(t, once, render(ms), "%+v seed %d", opts, seed)
			require.Equal(t, n, ms.Len(), "%+v seed %d", opts, seed)
		}
	}
}
