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
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadatatest"
)

func startTraces(tb testing.TB, set processor.Settings, cfg *Config, sink *consumertest.TracesSink) processor.Traces {
	tb.Helper()
	p, err := NewFactory().CreateTraces(tb.Context(), set, cfg, sink)
	require.NoError(tb, err)
	require.NoError(tb, p.Start(tb.Context(), componenttest.NewNopHost()))
	tb.Cleanup(func() { require.NoError(tb, p.Shutdown(context.WithoutCancel(tb.Context()))) })
	return p
}

// testTraces has a span of two dialects, one of the conventions alone, and one
// that has nothing to do with GenAI.
func testTraces(tb testing.TB) ptrace.Traces {
	tb.Helper()
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, attrs := range []map[string]any{
		{"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o", "gen_ai.system": "openai"},
		{"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai"},
		{"http.request.method": "GET"},
	} {
		require.NoError(tb, spans.AppendEmpty().Attributes().FromRaw(attrs))
	}
	return td
}

func TestTraces(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	sink := new(consumertest.TracesSink)
	p := startTraces(t, metadatatest.NewSettings(tel), &Config{RemoveOriginals: RemoveMapped}, sink)

	require.NoError(t, p.ConsumeTraces(t.Context(), testTraces(t)))

	require.Len(t, sink.AllTraces(), 1)
	spans := sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans()
	require.Equal(t, 3, spans.Len())
	assert.Equal(t, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o",
	}, spans.At(0).Attributes().AsRaw())
	assert.Equal(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai"}, spans.At(1).Attributes().AsRaw())
	assert.Equal(t, map[string]any{"http.request.method": "GET"}, spans.At(2).Attributes().AsRaw())

	metadatatest.AssertEqualProcessorGenaiSpans(t, tel, []metricdata.DataPoint[int64]{
		{Value: 1, Attributes: attribute.NewSet(attribute.String("dialect", "openinference+otel_deprecated"))},
		{Value: 1, Attributes: attribute.NewSet(attribute.String("dialect", "none"))},
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorGenaiAttributes(t, tel, []metricdata.DataPoint[int64]{
		{Value: 3, Attributes: attribute.NewSet(attribute.String("action", "written"))},
		{Value: 3, Attributes: attribute.NewSet(attribute.String("action", "removed"))},
	}, metricdatatest.IgnoreTimestamp())
}

func TestDialectsAreSwitchable(t *testing.T) {
	sink := new(consumertest.TracesSink)
	p := startTraces(t, processortest.NewNopSettings(metadata.Type), &Config{Dialects: []string{"openlit"}}, sink)
	require.NoError(t, p.ConsumeTraces(t.Context(), testTraces(t)))
	attrs := sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes()
	assert.Equal(t, map[string]any{"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o", "gen_ai.system": "openai"}, attrs.AsRaw())
}

// FuzzTraces sends whatever parses as OTLP JSON: no panic, no span lost, and a
// second pass changes nothing.
func FuzzTraces(f *testing.F) {
	marshaler := &ptrace.JSONMarshaler{}
	seed, err := marshaler.MarshalTraces(testTraces(f))
	require.NoError(f, err)
	f.Add(seed)
	f.Add([]byte(`{"resourceSpans":[{"scopeSpans":[{"scope":{"name":"@traceloop/x"},"spans":[{"attributes":[{"key":"gen_ai.completion.0.finish_reason","value":{"stringValue":"x"}},{"key":"gen_ai.usage.input_tokens","value":{"stringValue":"1e3"}},{"key":"llm.invocation_parameters","value":{"stringValue":"{\"model\":"}},{"key":"gen_ai.response.finish_reasons","value":{"stringValue":"[\"a\"]"}}]}]}]}]}`))
	sink := new(consumertest.TracesSink)
	p := startTraces(f, processortest.NewNopSettings(metadata.Type), &Config{RemoveOriginals: RemoveMapped}, sink)
	unmarshaler := &ptrace.JSONUnmarshaler{}
	f.Fuzz(func(t *testing.T, data []byte) {
		td, err := unmarshaler.UnmarshalTraces(data)
		if err != nil {
			return
		}
		spans := td.SpanCount()
		sink.Reset()
		require.NoError(t, p.ConsumeTraces(t.Context(), td))
		once := sink.AllTraces()[0]
		require.Equal(t, spans, once.SpanCount())
		first, err := marshaler.MarshalTraces(once)
		require.NoError(t, err)
		require.NoError(t, p.ConsumeTraces(t.Context(), once))
		second, err := marshaler.MarshalTraces(sink.AllTraces()[1])
		require.NoError(t, err)
		require.Equal(t, string(first), string(second))
	})
}
