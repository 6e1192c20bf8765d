// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
)

// randomRequests returns requests of all kinds, with trace states.
func randomRequests(random *rand.Rand, n int) []spanCase {
	models := [][2]string{
		{"openai", "gpt-4o"},
		{"openai", "o5"},
		{"openai", "gpt-rt"},
		{"openai", "legacy-noprice-out"},
		{"openai", "nobody"},
		{"anthropic", "claude-sonnet-4-5"},
		{"perplexity", "sonar"},
		{"gbp-vendor", "tea-1"},
		{"freebie", "free-model"},
	}
	states := []string{"", "", "", "ot=th:8", "ot=th:c", "ot=th:b33333", "ot=th:fd70a4"}
	var all []spanCase
	for i := range n {
		model := models[random.IntN(len(models))]
		all = append(all, spanCase{
			Trace: byte(i/200 + 1), ID: byte(i%200 + 1),
			Provider: model[0], Model: model[1], TraceState: states[random.IntN(len(states))],
			Tokens: map[string]any{
				"input": random.IntN(500_000), "cache_read": random.IntN(1000), "cache_write": random.IntN(1000), "cache_write_1h": random.IntN(500),
				"input_audio": random.IntN(100), "output": random.IntN(5000), "reasoning": random.IntN(500), "web_search": random.IntN(3),
			},
			Attributes: map[string]any{"tenant": string(rune('a' + random.IntN(4)))},
		})
	}
	return all
}

// values returns every value of an export by series.
func values(md pmetric.Metrics) map[string]any {
	all := map[string]any{}
	key := func(name string, attributes map[string]any) string {
		text := []string{name}
		for _, k := range []string{"tenant", "gen_ai.provider.name", "model", "token_class", "outcome", "reason", "sampling.method"} {
			if v, ok := attributes[k]; ok {
				text = append(text, k+"="+v.(string))
			}
		}
		return strings.Join(text, " ")
	}
	for _, name := range []string{"genai.cost.eur", "genai.cost.tokens", "genai.cost.requests", "genai.cost.unpriced.tokens", "genai.cost.unpriced.calls"} {
		for _, dp := range pointsOf(md, name) {
			all[key(name, dp.Attributes().AsRaw())] = number(dp)
		}
	}
	for _, dp := range histogramOf(md) {
		if dp.Count() > 0 {
			all[key("histogram", dp.Attributes().AsRaw())] = []any{dp.Count(), dp.Sum(), dp.BucketCounts().AsRaw()}
		}
	}
	return all
}

// The totals do not depend on the order of requests or on how they were batched,
// extrapolated ones included.
func TestOrderAndBatchesDoNotMatter(t *testing.T) {
	adjust := func(cfg *Config) { cfg.AdjustedCount = true }
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 3))
		requests := randomRequests(random, 400)
		whole := newTestMeter(t, adjust)
		whole.count(tracesOf(t, requests...))
		want := values(whole.export())
		require.NotEmpty(t, want)
		for range 3 {
			random.Shuffle(len(requests), func(i, j int) { requests[i], requests[j] = requests[j], requests[i] })
			m := newTestMeter(t, adjust)
			for rest := requests; len(rest) > 0; {
				n := min(1+random.IntN(50), len(rest))
				m.count(tracesOf(t, rest[:n]...))
				rest = rest[n:]
			}
			require.Equal(t, want, values(m.export()), "seed %d", seed)
		}
	}
}

// What requests cost by themselves adds up to what their classes cost, to the
// atto-euro.
func TestClassesAddUpToTheRequests(t *testing.T) {
	m := newTestMeter(t, nil)
	random := rand.New(rand.NewPCG(4, 2))
	requests, totals := new(big.Int), new(big.Int)
	accounts := map[*ledger.Account]bool{}
	for _, r := range randomRequests(random, 300) {
		require.True(t, m.read(r.traces(t).ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes()))
		cost, _ := m.charge(pcommon.NewTimestampFromTime(march), sampling.One)
		requests.Add(requests, cost.Atto())
		accounts[m.call.account] = true
	}
	for account := range accounts {
		totals.Add(totals, account.Total().Atto())
	}
	require.Positive(t, requests.Sign())
	require.Equal(t, requests.String(), totals.String())
}

// Deltas add up to the cumulative totals, whichever exports are refused.
func TestDeltasAddUp(t *testing.T) {
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 9))
		cumulative := newTestMeter(t, func(cfg *Config) { cfg.AdjustedCount = true })
		delta := newTestMeter(t, func(cfg *Config) {
			cfg.AdjustedCount = true
			cfg.AggregationTemporality = temporalityDelta
		})
		sums := map[string]float64{}
		var histograms uint64
		take := func(accept bool) {
			md := delta.export()
			if !accept {
				return
			}
			delta.ledger.Accepted()
			for _, name := range []string{"genai.cost.tokens", "genai.cost.requests", "genai.cost.unpriced.tokens", "genai.cost.eur"} {
				for _, m := range metricsOf(md, name) {
					require.Equal(t, pmetric.AggregationTemporalityDelta, m.Sum().AggregationTemporality())
				}
				sums[name] += total(md, name)
			}
			for _, dp := range histogramOf(md) {
				histograms += dp.Count()
			}
		}
		for _, r := range randomRequests(random, 300) {
			td := r.traces(t)
			cumulative.count(td)
			delta.count(td)
			if random.IntN(10) == 0 {
				take(random.IntN(2) == 0)
			}
		}
		take(true)
		md := cumulative.export()
		for _, name := range []string{"genai.cost.tokens", "genai.cost.requests", "genai.cost.unpriced.tokens"} {
			exactly(t, total(md, name), sums[name])
		}
		require.InEpsilon(t, total(md, "genai.cost.eur"), sums["genai.cost.eur"], 1e-12)
		var want uint64
		for _, dp := range histogramOf(md) {
			want += dp.Count()
		}
		require.Equal(t, want, histograms)

		empty := delta.export()
		require.Zero(t, empty.ResourceMetrics().Len(), "nothing was added")
	}
}
