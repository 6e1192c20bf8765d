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
	"go.opentelemetry.io/collector/pdata/pcommon"
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

func removing() *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.RemoveOriginals = RemoveMapped
	return cfg
}

// oneSpan sends a span through a processor and returns it.
func oneSpan(t *testing.T, cfg *Config, resource, attrs map[string]any, edit func(ptrace.Span)) (ptrace.ResourceSpans, ptrace.Span) {
	t.Helper()
	sink := new(consumertest.TracesSink)
	p := startTraces(t, processortest.NewNopSettings(metadata.Type), cfg, sink)
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	require.NoError(t, rs.Resource().Attributes().FromRaw(resource))
	span := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	require.NoError(t, span.Attributes().FromRaw(attrs))
	if edit != nil {
		edit(span)
	}
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	rs = sink.AllTraces()[0].ResourceSpans().At(0)
	return rs, rs.ScopeSpans().At(0).Spans().At(0)
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
	p := startTraces(t, metadatatest.NewSettings(tel), removing(), sink)

	require.NoError(t, p.ConsumeTraces(t.Context(), testTraces(t)))

	require.Len(t, sink.AllTraces(), 1)
	spans := sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans()
	require.Equal(t, 3, spans.Len())
	assert.Equal(t, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o",
	}, spans.At(0).Attributes().AsRaw())
	assert.Equal(t, map[string]any{"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai"}, spans.At(1).Attributes().AsRaw())
	assert.Equal(t, map[string]any{"http.request.method": "GET"}, spans.At(2).Attributes().AsRaw())

	metadatatest.AssertEqualProcessorGenaiItems(t, tel, []metricdata.DataPoint[int64]{
		{Value: 1, Attributes: attribute.NewSet(
			attribute.String("dialect", "openinference+otel_deprecated"), attribute.String("outcome", "rewritten"), attribute.String("signal", "traces"))},
		{Value: 1, Attributes: attribute.NewSet(
			attribute.String("dialect", "none"), attribute.String("outcome", "unchanged"), attribute.String("signal", "traces"))},
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorGenaiAttributes(t, tel, []metricdata.DataPoint[int64]{
		{Value: 3, Attributes: attribute.NewSet(attribute.String("action", "written"))},
		{Value: 3, Attributes: attribute.NewSet(attribute.String("action", "removed"))},
	}, metricdatatest.IgnoreTimestamp())
}

// TestSpansOfOthersStandBetween has spans of a model's calls before, between and
// behind those of anything else, as they come from any application.
func TestSpansOfOthersStandBetween(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	sink := new(consumertest.TracesSink)
	p := startTraces(t, metadatatest.NewSettings(tel), removing(), sink)
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, attrs := range []map[string]any{
		{"http.request.method": "GET"},
		{"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o"},
		{"gen_ai.operation.name": "chat"},
		{"http.request.method": "GET"},
		{"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o"},
		{"gen_ai.operation.name": "chat"},
		{"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o"},
	} {
		require.NoError(t, spans.AppendEmpty().Attributes().FromRaw(attrs))
	}
	require.NoError(t, p.ConsumeTraces(t.Context(), td))

	spans = sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans()
	call := map[string]any{"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o"}
	for _, i := range []int{1, 4, 6} {
		assert.Equal(t, call, spans.At(i).Attributes().AsRaw())
	}
	for _, i := range []int{0, 3} {
		assert.Equal(t, map[string]any{"http.request.method": "GET"}, spans.At(i).Attributes().AsRaw())
	}
	metadatatest.AssertEqualProcessorGenaiItems(t, tel, []metricdata.DataPoint[int64]{
		{Value: 3, Attributes: attribute.NewSet(
			attribute.String("dialect", "openinference"), attribute.String("outcome", "rewritten"), attribute.String("signal", "traces"))},
		{Value: 2, Attributes: attribute.NewSet(
			attribute.String("dialect", "none"), attribute.String("outcome", "unchanged"), attribute.String("signal", "traces"))},
	}, metricdatatest.IgnoreTimestamp())
}

func TestDialectsAreSwitchable(t *testing.T) {
	sink := new(consumertest.TracesSink)
	p := startTraces(t, processortest.NewNopSettings(metadata.Type), &Config{Dialects: []string{"openlit", "otel_deprecated"}}, sink)
	require.NoError(t, p.ConsumeTraces(t.Context(), testTraces(t)))
	attrs := sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes()
	assert.Equal(t, map[string]any{
		"openinference.span.kind": "LLM", "llm.model_name": "gpt-4o", "gen_ai.system": "openai", "gen_ai.provider.name": "openai",
	}, attrs.AsRaw())
}

func TestIdentity(t *testing.T) {
	for name, tc := range map[string]struct {
		resource, attrs        map[string]any
		wantResource, wantSpan string
		wantRequest            string
	}{
		"tenant of the span":         {attrs: map[string]any{"gen_ai.system": "openai", "tenant.id": "acme"}, wantSpan: "acme"},
		"tenant attribute wins":      {attrs: map[string]any{"gen_ai.system": "openai", "tenant": "a", "tenant.id": "b"}, wantSpan: "a"},
		"tenant of a pod label":      {resource: map[string]any{"k8s.pod.labels.tenant": "acme"}, attrs: map[string]any{"x": "y"}, wantResource: "acme"},
		"first source wins":          {attrs: map[string]any{"gen_ai.system": "openai", "tenant_id": "b", "tenant.id": "a"}, wantSpan: "a"},
		"request id of vLLM's chat":  {attrs: map[string]any{"gen_ai.request.id": "chatcmpl-9f1c"}, wantRequest: "9f1c"},
		"request id of a completion": {attrs: map[string]any{"gen_ai.request.id": "cmpl-9f1c-4a-0"}, wantRequest: "9f1c-4a"},
		"request id of a response":   {attrs: map[string]any{"gen_ai.request.id": "resp_9f1c_0"}, wantRequest: "9f1c"},
		"request id of a choice":     {attrs: map[string]any{"gen_ai.request.id": "1_chatcmpl-9f1c"}, wantRequest: "9f1c"},
		"a client's own number":      {attrs: map[string]any{"gen_ai.response.id": "cmpl-order-47"}, wantRequest: "order-47"},
		"the engine's id of that":    {attrs: map[string]any{"gen_ai.request.id": "cmpl-order-47-0"}, wantRequest: "order-47"},
		"the client's response id":   {attrs: map[string]any{"gen_ai.response.id": "chatcmpl-9f1c"}, wantRequest: "9f1c"},
		"an id of another provider":  {attrs: map[string]any{"gen_ai.response.id": "msg_01"}},
		"request id of a header":     {attrs: map[string]any{"gen_ai.system": "openai", "http.request.header.x-request-id": []any{"r-1"}}, wantRequest: "r-1"},
	} {
		t.Run(name, func(t *testing.T) {
			rs, span := oneSpan(t, createDefaultConfig().(*Config), tc.resource, tc.attrs, nil)
			get := func(attrs pcommon.Map, name string) string {
				v, ok := attrs.Get(name)
				if !ok {
					return ""
				}
				return v.AsString()
			}
			assert.Equal(t, tc.wantResource, get(rs.Resource().Attributes(), "tenant"))
			assert.Equal(t, tc.wantSpan, get(span.Attributes(), "tenant"))
			assert.Equal(t, tc.wantRequest, get(span.Attributes(), "request_id"))
		})
	}
}

func TestSpanNamesAndKinds(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.SpanNames, cfg.SpanKinds = SpanConventions, SpanConventions
	for name, tc := range map[string]struct {
		attrs    map[string]any
		kind     ptrace.SpanKind
		wantName string
		wantKind ptrace.SpanKind
	}{
		"chat":              {map[string]any{"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"}, ptrace.SpanKindInternal, "chat m", ptrace.SpanKindClient},
		"engine":            {map[string]any{"gen_ai.operation.name": "chat", "gen_ai.request.model": "m"}, ptrace.SpanKindServer, "chat m", ptrace.SpanKindServer},
		"without a subject": {map[string]any{"gen_ai.operation.name": "chat"}, ptrace.SpanKindClient, "chat", ptrace.SpanKindClient},
		"tool":              {map[string]any{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "get"}, ptrace.SpanKindClient, "execute_tool get", ptrace.SpanKindInternal},
		"remote agent":      {map[string]any{"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "a"}, ptrace.SpanKindClient, "invoke_agent a", ptrace.SpanKindClient},
		"no operation":      {map[string]any{"gen_ai.request.model": "m"}, ptrace.SpanKindInternal, "old name", ptrace.SpanKindInternal},
	} {
		t.Run(name, func(t *testing.T) {
			_, span := oneSpan(t, cfg, nil, tc.attrs, func(s ptrace.Span) { s.SetName("old name"); s.SetKind(tc.kind) })
			assert.Equal(t, tc.wantName, span.Name())
			assert.Equal(t, tc.wantKind, span.Kind())
			old, ok := span.Attributes().Get("genai.original.span_name")
			assert.Equal(t, tc.wantName != "old name", ok)
			if ok {
				assert.Equal(t, "old name", old.Str())
			}
		})
	}
}

func TestSpanEvents(t *testing.T) {
	_, span := oneSpan(t, removing(), nil, map[string]any{"gen_ai.system": "openai"}, func(s ptrace.Span) {
		for _, name := range []string{"gen_ai.user.message", "other"} {
			e := s.Events().AppendEmpty()
			e.SetName(name)
			e.Attributes().PutStr("gen_ai.system", "OpenAI")
			e.Attributes().PutStr("content", "Hi")
		}
	})
	assert.Equal(t, map[string]any{"gen_ai.provider.name": "openai", "content": "Hi"}, span.Events().At(0).Attributes().AsRaw())
	assert.Equal(t, map[string]any{"gen_ai.system": "OpenAI", "content": "Hi"}, span.Events().At(1).Attributes().AsRaw())
	assert.Equal(t, []any{map[string]any{"role": "user", "parts": []any{map[string]any{"type": "text", "content": "Hi"}}}},
		span.Attributes().AsRaw()["gen_ai.input.messages"])
}

func TestSemconvVersion(t *testing.T) {
	attrs := map[string]any{
		"openinference.span.kind": "LLM", "llm.token_count.prompt": 10, "llm.token_count.prompt_details.cache_write": 4,
		"llm.invocation_parameters": `{"top_k":40}`,
	}
	cfg := createDefaultConfig().(*Config)
	rs, span := oneSpan(t, cfg, nil, attrs, nil)
	assert.Equal(t, schemaCurrent, rs.ScopeSpans().At(0).SchemaUrl())
	got := span.Attributes().AsRaw()
	assert.Equal(t, int64(4), got["gen_ai.usage.cache_write.input_tokens"])
	assert.Equal(t, int64(40), got["gen_ai.request.top_k"])
	assert.NotContains(t, got, "gen_ai.usage.cache_creation.input_tokens")

	cfg.SemconvVersion = Semconv141
	rs, span = oneSpan(t, cfg, nil, attrs, nil)
	assert.Equal(t, schema141, rs.ScopeSpans().At(0).SchemaUrl())
	got = span.Attributes().AsRaw()
	assert.Equal(t, int64(4), got["gen_ai.usage.cache_creation.input_tokens"])
	assert.InDelta(t, 40.0, got["gen_ai.request.top_k"], 0)
	assert.NotContains(t, got, "gen_ai.usage.cache_write.input_tokens")
}

func TestMappings(t *testing.T) {
	cfg := removing()
	cfg.Mappings = []MappingConfig{
		{From: "acme.model", To: "gen_ai.request.model", Values: map[string]string{"big": "gpt-4o"}},
		{From: "acme.tokens", To: "gen_ai.usage.input_tokens"},
	}
	_, span := oneSpan(t, cfg, nil, map[string]any{"acme.model": "big", "acme.tokens": "12", "openinference.span.kind": "CHAIN"}, nil)
	assert.Equal(t, map[string]any{
		"gen_ai.request.model": "gpt-4o", "gen_ai.usage.input_tokens": int64(12), "openinference.span.kind": "CHAIN",
	}, span.Attributes().AsRaw())
}

func TestContentAsJSON(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.Content = ContentJSON
	_, span := oneSpan(t, cfg, nil, map[string]any{
		"openinference.span.kind": "LLM", "llm.input_messages.0.message.role": "user",
		"llm.input_messages.0.message.content": "a \"quoted\"\nline \x01 of \xff bytes, ünïcode",
	}, nil)
	v, ok := span.Attributes().Get("gen_ai.input.messages")
	require.True(t, ok)
	assert.JSONEq(t, `[{"role":"user","parts":[{"type":"text","content":"a \"quoted\"\nline \u0001 of \ufffd bytes, ünïcode"}]}]`, v.Str())
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
	p := startTraces(f, processortest.NewNopSettings(metadata.Type), removing(), sink)
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
