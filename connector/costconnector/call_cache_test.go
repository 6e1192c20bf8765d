// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// Names that run together, or stand in each other's place, are apart.
func TestCallsAreToldApart(t *testing.T) {
	m := newTestMeter(t, func(cfg *Config) {
		cfg.Dimensions = []DimensionConfig{{Name: "tenant"}, {Name: "team"}}
		cfg.AdjustedCount = true
	})
	spans := []spanCase{
		{Provider: "openai", Model: "gpt-4o"},
		{Provider: "openai", RequestModel: "gpt-4o"},
		{Provider: "openai", Model: "gpt-4o", RequestModel: "gpt-4o"},
		{Provider: "openai", Model: "gpt-4o", RequestModel: "batch"},
		{Provider: "openai", Model: "gpt-4o", Tier: "batch"},
		{Provider: "openai", Model: "gpt-4o", Operation: "embeddings"},
		{Provider: "openai", Model: "gpt-4o", TraceState: "ot=th:8"},
		{Provider: "openaigpt-", Model: "4o"},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "ab", "team": "c"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "a", "team": "bc"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "c", "team": "ab"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "seventeen letters"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "seventeen letterz"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "Seventeen letters"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "\x00"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "\x00\x00"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "abaaaaaaa"}},
		{Provider: "openai", Model: "gpt-4o", Attributes: map[string]any{"tenant": "abaaaaaaaa"}},
	}
	for range 2 {
		for _, s := range spans {
			s.Tokens = gpt4o
			m.count(s.traces(t))
		}
	}
	require.Equal(t, len(spans), m.calls.used)
	// The first four are of one label set.
	require.Equal(t, len(spans)-3, m.ledger.Size())
}

func TestCallCacheStartsAfresh(t *testing.T) {
	m := newTestMeter(t, func(cfg *Config) { cfg.AggregationCardinalityLimit = 10 })
	spans := 0
	for i := range 3 * minCachedCalls {
		s := spanCase{Provider: "openai", Model: fmt.Sprintf("model-%d", i%(2*minCachedCalls)), Tokens: map[string]any{"input": 1}}
		m.count(s.traces(t))
		spans++
		require.LessOrEqual(t, 2*m.calls.used, len(m.calls.slots))
	}
	exactly(t, float64(spans), total(m.export(), "genai.cost.requests"))
}

// An account that was dropped is not used by calls that were cached before.
func TestCachedCallsOutliveNoAccount(t *testing.T) {
	m := newTestMeter(t, func(cfg *Config) { cfg.SeriesExpiration = time.Minute })
	s := spanCase{Provider: "openai", Model: "gpt-4o", Tokens: gpt4o}
	m.count(s.traces(t))
	for _, after := range []time.Duration{time.Minute, 5 * time.Minute} {
		m.ledger.Export(pmetric.NewMetrics(), pcommon.NewTimestampFromTime(march.Add(after)))
		m.ledger.Accepted()
	}
	require.Zero(t, m.ledger.Size())
	m.count(s.traces(t))
	md := pmetric.NewMetrics()
	m.ledger.Export(md, pcommon.NewTimestampFromTime(march.Add(6*time.Minute)))
	exactly(t, 1, total(md, "genai.cost.requests"))
}

func TestAttributeKeys(t *testing.T) {
	keys := newAttributeKeys([]dimension{{name: "tenant", from: "tenant"}, {name: "model_name", from: "gen_ai.request.model"}, {name: "t2", from: "tenant"}})
	require.Equal(t, attributeUse{key: "tenant", dimensions: 1<<0 | 1<<2}, *keys.find("tenant"))
	require.Equal(t, attributeUse{key: "gen_ai.request.model", dimensions: 1 << 1, field: usage.Fields["gen_ai.request.model"]}, *keys.find("gen_ai.request.model"))
	require.Zero(t, *keys.find(""))
	for _, key := range []string{"t", "tenant ", "gen_ai.request.mode1", "gen_ai.usage.input_token"} {
		require.Nil(t, keys.find(key), key)
	}
}
