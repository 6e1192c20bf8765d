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
