// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadatatest"
)

func processMetrics(t *testing.T, tel *componenttest.Telemetry, cfg *Config, md pmetric.Metrics) pmetric.MetricSlice {
	t.Helper()
	sink := new(consumertest.MetricsSink)
	p, err := NewFactory().CreateMetrics(t.Context(), metadatatest.NewSettings(tel), cfg, sink)
	require.NoError(t, err)
	require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, p.Shutdown(context.WithoutCancel(t.Context()))) })
	require.NoError(t, p.ConsumeMetrics(t.Context(), md))
	return sink.AllMetrics()[0].ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics()
}

func TestMetrics(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })

	md := pmetric.NewMetrics()
	rm := md.ResourceMetrics().AppendEmpty()
	rm.Resource().Attributes().PutStr("tenant.id", "acme")
	ms := rm.ScopeMetrics().AppendEmpty().Metrics()

	usage := ms.AppendEmpty()
	usage.SetName("gen_ai.client.token.usage")
	dp := usage.SetEmptyHistogram().DataPoints().AppendEmpty()
	require.NoError(t, dp.Attributes().FromRaw(map[string]any{"gen_ai.system": "OpenAI", "llm.usage.token_type": "completion", "app": "x"}))

	old := ms.AppendEmpty()
	old.SetName("llm.openai.chat_completions.duration")
	old.SetEmptyHistogram().DataPoints().AppendEmpty().Attributes().PutStr("gen_ai.system", "openai")

	running := ms.AppendEmpty()
	running.SetName("vllm:num_requests_running")
	gauge := running.SetEmptyGauge().DataPoints().AppendEmpty()
	gauge.Attributes().PutStr("model_name", "m")
	gauge.SetDoubleValue(3)

	other := ms.AppendEmpty()
	other.SetName("http.server.request.duration")
	other.SetEmptyGauge().DataPoints().AppendEmpty().Attributes().PutStr("gen_ai.system", "OpenAI")

	got := processMetrics(t, tel, removing(), md)
	require.Equal(t, 4, got.Len())
	assert.Equal(t, map[string]any{"gen_ai.provider.name": "openai", "gen_ai.token.type": "output", "app": "x"},
		got.At(0).Histogram().DataPoints().At(0).Attributes().AsRaw())
	assert.Equal(t, "gen_ai.client.operation.duration", got.At(1).Name())
	assert.Equal(t, "inference.engine.requests.running", got.At(2).Name())
	assert.Equal(t, "m", got.At(2).Gauge().DataPoints().At(0).Attributes().AsRaw()["gen_ai.request.model"])
	assert.Equal(t, "http.server.request.duration", got.At(3).Name())
	assert.Equal(t, map[string]any{"gen_ai.system": "OpenAI"}, got.At(3).Gauge().DataPoints().At(0).Attributes().AsRaw())
	tenant, ok := rm.Resource().Attributes().Get("tenant")
	require.True(t, ok)
	assert.Equal(t, "acme", tenant.Str())

	metadatatest.AssertEqualProcessorGenaiEngineMetrics(t, tel, []metricdata.DataPoint[int64]{
		{Value: 1, Attributes: attribute.NewSet(attribute.String("engine", "vllm"), attribute.String("outcome", "rewritten"))},
	}, metricdatatest.IgnoreTimestamp())
}

// TestMetricsKeepOriginals adds the canonical metric beside the engine's own.
func TestMetricsKeepOriginals(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	md := pmetric.NewMetrics()
	m := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	m.SetName("vllm:num_requests_running")
	m.SetEmptyGauge().DataPoints().AppendEmpty().SetDoubleValue(3)
	got := processMetrics(t, tel, createDefaultConfig().(*Config), md)
	require.Equal(t, 2, got.Len())
	assert.Equal(t, "vllm:num_requests_running", got.At(0).Name())
	assert.Equal(t, "inference.engine.requests.running", got.At(1).Name())
}

// TestSDKMetricNames: the old name goes or stays as originals do, and never meets
// a metric of the new name in its scope.
func TestSDKMetricNames(t *testing.T) {
	for name, tc := range map[string]struct {
		cfg      *Config
		in, want []string
	}{
		"renamed": {removing(), []string{"llm.openai.chat_completions.duration"}, []string{"gen_ai.client.operation.duration"}},
		"kept": {
			createDefaultConfig().(*Config),
			[]string{"llm.openai.chat_completions.duration"},
			[]string{"llm.openai.chat_completions.duration", "gen_ai.client.operation.duration"},
		},
		"the scope has it": {
			removing(),
			[]string{"llm.openai.chat_completions.duration", "gen_ai.client.operation.duration"},
			[]string{"llm.openai.chat_completions.duration", "gen_ai.client.operation.duration"},
		},
		"two old names": {
			removing(),
			[]string{"llm.chat_completions.streaming_time_to_first_token", "llm.openai.chat_completions.streaming_time_to_first_token"},
			[]string{"gen_ai.client.operation.time_to_first_chunk", "llm.openai.chat_completions.streaming_time_to_first_token"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tel := componenttest.NewTelemetry()
			t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
			md := pmetric.NewMetrics()
			ms := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics()
			for _, name := range tc.in {
				m := ms.AppendEmpty()
				m.SetName(name)
				m.SetEmptyHistogram().DataPoints().AppendEmpty().Attributes().PutStr("gen_ai.system", "openai")
			}
			for range 2 { // a second pass changes nothing
				var got []string
				for _, m := range processMetrics(t, tel, tc.cfg, md).All() {
					got = append(got, m.Name())
					provider, ok := m.Histogram().DataPoints().At(0).Attributes().Get("gen_ai.provider.name")
					assert.True(t, ok && provider.Str() == "openai")
				}
				assert.Equal(t, tc.want, got)
			}
		})
	}
}

func TestUnitOfTokenUsage(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	md := pmetric.NewMetrics()
	ms := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics()
	for _, unit := range []string{"token", "{token}", "By"} {
		m := ms.AppendEmpty()
		m.SetName("gen_ai.client.token.usage")
		m.SetUnit(unit)
		m.SetEmptyHistogram().DataPoints().AppendEmpty()
	}
	var got []string
	for _, m := range processMetrics(t, tel, createDefaultConfig().(*Config), md).All() {
		got = append(got, m.Unit())
	}
	assert.Equal(t, []string{"{token}", "{token}", "By"}, got)
}

func TestFinishReasonOfMetrics(t *testing.T) {
	for name, tc := range map[string]struct {
		cfg      *Config
		in, want map[string]any
	}{
		"new name, kept":    {createDefaultConfig().(*Config), map[string]any{"gen_ai.response.finish_reason": "stop"}, map[string]any{"gen_ai.response.finish_reason": "stop"}},
		"new name, removed": {removing(), map[string]any{"gen_ai.response.finish_reason": "stop"}, map[string]any{"gen_ai.response.finish_reason": "stop"}},
		"old name, kept": {
			createDefaultConfig().(*Config),
			map[string]any{"llm.response.stop_reason": "end_turn"},
			map[string]any{"llm.response.stop_reason": "end_turn", "gen_ai.response.finish_reason": "end_turn"},
		},
		"a list of the emitter": {removing(), map[string]any{"gen_ai.response.finish_reasons": []any{"stop"}}, map[string]any{"gen_ai.response.finish_reasons": []any{"stop"}}},
		"old name, removed":     {removing(), map[string]any{"llm.response.stop_reason": "end_turn"}, map[string]any{"gen_ai.response.finish_reason": "end_turn"}},
	} {
		t.Run(name, func(t *testing.T) {
			tel := componenttest.NewTelemetry()
			t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
			md := pmetric.NewMetrics()
			sm := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty()
			sm.Scope().SetName("opentelemetry.instrumentation.anthropic")
			m := sm.Metrics().AppendEmpty()
			m.SetName("gen_ai.client.generation.choices")
			require.NoError(t, m.SetEmptySum().DataPoints().AppendEmpty().Attributes().FromRaw(tc.in))
			for range 2 {
				got := processMetrics(t, tel, tc.cfg, md)
				assert.Equal(t, tc.want, got.At(0).Sum().DataPoints().At(0).Attributes().AsRaw())
			}
		})
	}
}
