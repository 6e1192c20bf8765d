// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

func request(tb testing.TB, attributes map[string]any) *Request {
	tb.Helper()
	m := pcommon.NewMap()
	require.NoError(tb, m.FromRaw(attributes))
	r := &Request{}
	for key, value := range m.All() {
		if f, ok := Fields[key]; ok {
			r.Set(f, value)
		}
	}
	if _, named := m.Get("gen_ai.operation.name"); !named {
		r.Set(fieldOperation, pcommon.NewValueStr("chat"))
	}
	r.Read(Inclusive)
	return r
}

type classCounts map[pricebook.Class]uint64

func counts(r *Request) Counts {
	var c Counts
	r.Counts(&c)
	return c
}

func (c Counts) byClass() classCounts {
	all := classCounts{}
	for class := range c.Seen.All() {
		all[class] = c.N[class]
	}
	return all
}

func TestOperation(t *testing.T) {
	for name, billed := range map[string]bool{
		"chat": true, "text_completion": true, "generate_content": true, "embeddings": true, "rerank": true,
		"invoke_agent": false, "execute_tool": false, "create_agent": false, "fetch_response": false, "retrieval": false,
		"Chat": false, "": false,
	} {
		t.Run(name, func(t *testing.T) {
			want := ""
			if billed {
				want = name
			}
			require.Equal(t, want, request(t, map[string]any{"gen_ai.operation.name": name}).Operation)
		})
	}
}

func TestCounts(t *testing.T) {
	for _, tt := range []struct {
		name      string
		reported  map[string]any
		want      classCounts
		anomalies AnomalySet
	}{
		{name: "nothing", want: classCounts{}},
		{
			name:     "input and output",
			reported: map[string]any{"gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 5},
			want:     classCounts{pricebook.Input: 10, pricebook.Output: 5},
		},
		{
			name:     "zeros are reported",
			reported: map[string]any{"gen_ai.usage.input_tokens": 0, "gen_ai.usage.output_tokens": 0, "gen_ai.usage.cache_read.input_tokens": 0},
			want:     classCounts{pricebook.Input: 0, pricebook.Output: 0},
		},
		{
			name: "input includes what was cached",
			reported: map[string]any{
				"gen_ai.usage.input_tokens":             100,
				"gen_ai.usage.cache_read.input_tokens":  60,
				"gen_ai.usage.cache_write.input_tokens": 30,
			},
			want: classCounts{pricebook.Input: 10, pricebook.CacheRead: 60, pricebook.CacheWrite: 30},
		},
		{
			name:     "cache writes under their old name",
			reported: map[string]any{"gen_ai.usage.input_tokens": 100, "gen_ai.usage.cache_creation.input_tokens": 30},
			want:     classCounts{pricebook.Input: 70, pricebook.CacheWrite: 30},
		},
		{
			name:     "both names of cache writes are one count",
			reported: map[string]any{"gen_ai.usage.input_tokens": 100, "gen_ai.usage.cache_creation.input_tokens": 30, "gen_ai.usage.cache_write.input_tokens": 30},
			want:     classCounts{pricebook.Input: 70, pricebook.CacheWrite: 30},
		},
		{
			name:     "the newer name of cache writes is right",
			reported: map[string]any{"gen_ai.usage.input_tokens": 100, "gen_ai.usage.cache_creation.input_tokens": 20, "gen_ai.usage.cache_write.input_tokens": 30},
			want:     classCounts{pricebook.Input: 70, pricebook.CacheWrite: 30},
		},
		{
			name:      "but not if it is no count",
			reported:  map[string]any{"gen_ai.usage.input_tokens": 100, "gen_ai.usage.cache_creation.input_tokens": 20, "gen_ai.usage.cache_write.input_tokens": "many"},
			want:      classCounts{pricebook.Input: 80, pricebook.CacheWrite: 20},
			anomalies: InvalidCount,
		},
		{
			name: "output includes reasoning, audio and images",
			reported: map[string]any{
				"gen_ai.usage.output_tokens":           100,
				"gen_ai.usage.reasoning.output_tokens": 50,
				"gen_ai.usage.audio.output_tokens":     20,
				"gen_ai.usage.image.output_tokens":     10,
			},
			want: classCounts{pricebook.Output: 20, pricebook.Reasoning: 50, pricebook.OutputAudio: 20, pricebook.OutputImage: 10},
		},
		{
			name:      "more cached than input",
			reported:  map[string]any{"gen_ai.usage.input_tokens": 100, "gen_ai.usage.cache_read.input_tokens": 5000},
			want:      classCounts{pricebook.Input: 0, pricebook.CacheRead: 5000},
			anomalies: CacheExceedsInput,
		},
		{
			name:      "text is cached before audio",
			reported:  map[string]any{"gen_ai.usage.input_tokens": 1000, "gen_ai.usage.cache_read.input_tokens": 800, "gen_ai.usage.audio.input_tokens": 400},
			want:      classCounts{pricebook.Input: 0, pricebook.CacheRead: 800, pricebook.InputAudio: 200},
			anomalies: MediaExceedsInput,
		},
		{
			name:      "more reasoning than output",
			reported:  map[string]any{"gen_ai.usage.output_tokens": 10, "gen_ai.usage.reasoning.output_tokens": 50},
			want:      classCounts{pricebook.Output: 0, pricebook.Reasoning: 50},
			anomalies: PartsExceedOutput,
		},
		{
			name:     "integral doubles",
			reported: map[string]any{"gen_ai.usage.input_tokens": 500.0},
			want:     classCounts{pricebook.Input: 500},
		},
		{
			name:      "fraction",
			reported:  map[string]any{"gen_ai.usage.input_tokens": 500.5},
			want:      classCounts{},
			anomalies: InvalidCount,
		},
		{
			name:      "negative",
			reported:  map[string]any{"gen_ai.usage.input_tokens": -1, "gen_ai.usage.output_tokens": 5},
			want:      classCounts{pricebook.Output: 5},
			anomalies: InvalidCount,
		},
		{
			name:      "not a number",
			reported:  map[string]any{"gen_ai.usage.input_tokens": math.NaN(), "gen_ai.usage.output_tokens": math.Inf(1)},
			want:      classCounts{},
			anomalies: InvalidCount,
		},
		{
			name:      "text",
			reported:  map[string]any{"gen_ai.usage.input_tokens": "500"},
			want:      classCounts{},
			anomalies: InvalidCount,
		},
		{
			name:      "absurd",
			reported:  map[string]any{"gen_ai.usage.input_tokens": int64(math.MaxInt64)},
			want:      classCounts{},
			anomalies: InvalidCount,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := request(t, tt.reported)
			require.Equal(t, tt.want, counts(r).byClass())
			require.Equal(t, tt.anomalies, r.Anomalies)
			require.Equal(t, len(tt.want) > 0, r.HasUsage())
		})
	}
}

func TestTier(t *testing.T) {
	require.Empty(t, request(t, nil).Tier)
	require.Equal(t, "flex", request(t, map[string]any{"openai.request.service_tier": "flex"}).Tier)
	require.Equal(t, "flex", request(t, map[string]any{"gen_ai.request.service_tier": "flex"}).Tier)
	require.Equal(t, "batch", request(t, map[string]any{"gen_ai.response.service_tier": "batch", "gen_ai.request.service_tier": "flex"}).Tier)
	require.Equal(t, "default", request(t, map[string]any{
		"openai.request.service_tier": "flex", "openai.response.service_tier": "default",
	}).Tier)
}

// Whatever a span reports, no class is negative or invented, and consistent
// numbers add up to input plus output.
func FuzzCounts(f *testing.F) {
	f.Add(int64(100), int64(50), int64(10), int64(5), int64(20), int64(10))
	f.Add(int64(-1), int64(1)<<62, int64(1)<<40, int64(0), int64(3), int64(4))
	f.Fuzz(func(t *testing.T, input, cacheRead, audio, cacheWrite, output, reasoning int64) {
		r := request(t, map[string]any{
			"gen_ai.usage.input_tokens":             input,
			"gen_ai.usage.cache_read.input_tokens":  cacheRead,
			"gen_ai.usage.cache_write.input_tokens": cacheWrite,
			"gen_ai.usage.audio.input_tokens":       audio,
			"gen_ai.usage.output_tokens":            output,
			"gen_ai.usage.reasoning.output_tokens":  reasoning,
		})
		counts := counts(r)
		var total uint64
		for class, n := range counts.N {
			require.LessOrEqual(t, n, uint64(maxTokens))
			require.True(t, n == 0 || counts.Seen.Has(pricebook.Class(class)))
			total += n
		}
		if r.Anomalies == 0 {
			require.Equal(t, uint64(input+output), total)
		}
	})
}
