// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/metadata"
)

func defaults(edits ...func(*Config)) *Config {
	cfg := createDefaultConfig().(*Config)
	for _, edit := range edits {
		edit(cfg)
	}
	return cfg
}

func settings() processor.Settings { return processortest.NewNopSettings(metadata.Type) }

func startTraces(tb testing.TB, set processor.Settings, cfg *Config) (processor.Traces, *consumertest.TracesSink) {
	tb.Helper()
	require.NoError(tb, cfg.Validate())
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(tb.Context(), set, cfg, sink)
	require.NoError(tb, err)
	require.NoError(tb, p.Start(tb.Context(), componenttest.NewNopHost()))
	tb.Cleanup(func() { require.NoError(tb, p.Shutdown(context.WithoutCancel(tb.Context()))) })
	return p, sink
}

func startLogs(tb testing.TB, set processor.Settings, cfg *Config) (processor.Logs, *consumertest.LogsSink) {
	tb.Helper()
	require.NoError(tb, cfg.Validate())
	sink := new(consumertest.LogsSink)
	p, err := NewFactory().CreateLogs(tb.Context(), set, cfg, sink)
	require.NoError(tb, err)
	require.NoError(tb, p.Start(tb.Context(), componenttest.NewNopHost()))
	tb.Cleanup(func() { require.NoError(tb, p.Shutdown(context.WithoutCancel(tb.Context()))) })
	return p, sink
}

func startMetrics(tb testing.TB, set processor.Settings, cfg *Config) (processor.Metrics, *consumertest.MetricsSink) {
	tb.Helper()
	require.NoError(tb, cfg.Validate())
	sink := new(consumertest.MetricsSink)
	p, err := NewFactory().CreateMetrics(tb.Context(), set, cfg, sink)
	require.NoError(tb, err)
	require.NoError(tb, p.Start(tb.Context(), componenttest.NewNopHost()))
	tb.Cleanup(func() { require.NoError(tb, p.Shutdown(context.WithoutCancel(tb.Context()))) })
	return p, sink
}

// oneSpan makes a batch of one span.
func oneSpan(tb testing.TB, attrs map[string]any, edit func(ptrace.Span)) ptrace.Traces {
	tb.Helper()
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID([16]byte{1})
	require.NoError(tb, span.Attributes().FromRaw(attrs))
	if edit != nil {
		edit(span)
	}
	return td
}

func firstSpan(td ptrace.Traces) ptrace.Span {
	return td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
}

func firstLog(ld plog.Logs) plog.LogRecord {
	return ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
}

// redactSpan sends one span through a processor and returns what came out.
func redactSpan(tb testing.TB, cfg *Config, attrs map[string]any, edit func(ptrace.Span)) ptrace.Span {
	tb.Helper()
	p, sink := startTraces(tb, settings(), cfg)
	require.NoError(tb, p.ConsumeTraces(tb.Context(), oneSpan(tb, attrs, edit)))
	require.Len(tb, sink.AllTraces(), 1)
	return firstSpan(sink.AllTraces()[0])
}

const (
	mail = "anna.meyer@example.org"
	card = "4111 1111 1111 1111"
	iban = "DE89 3704 0044 0532 0130 00"
)

func TestSpan(t *testing.T) {
	span := redactSpan(t, defaults(), map[string]any{
		"gen_ai.input.messages": []any{map[string]any{"role": "user", "parts": []any{
			map[string]any{"type": "text", "content": "Write to " + mail + " about " + iban},
			map[string]any{"type": "tool_call", "id": "call_4111111111111111", "name": "send", "arguments": map[string]any{"to": mail, "n": 3, "ok": true, "f": 1.5}},
		}}},
		"gen_ai.output.messages":     `[{"role":"assistant","parts":[{"type":"text","content":"Sent to anna.meyer@\u0065xample.org.\nBye"},{"type":"tool_call","arguments":"{\"to\":\"other@example.org\",\"again\":\"{\\\"to\\\":\\\"anna.meyer@example.org\\\"}\"}"}]}]`,
		"gen_ai.prompt.0.content":    "mail other@example.org",
		"gen_ai.usage.input_tokens":  4111111111111111,
		"gen_ai.response.id":         "chatcmpl-4111111111111111",
		"gen_ai.request.model":       "gpt-4o",
		"http.request.header.x":      []any{"Bearer of " + mail},
		"other":                      "not content: " + mail,
		"llm.output_messages.0.data": []byte("bytes of " + mail),
	}, func(s ptrace.Span) {
		s.SetName("GET /users/" + mail)
		s.Status().SetMessage("no user " + mail)
		s.TraceState().FromRaw("vendor=anna@example.org")
		e := s.Events().AppendEmpty()
		e.SetName("mail from " + mail)
		e = s.Events().AppendEmpty()
		e.SetName("gen_ai.user.message")
		e.Attributes().PutStr("content", "I am "+mail)
		s.Links().AppendEmpty().Attributes().PutStr("input.value", mail)
	})
	assert.Equal(t, map[string]any{
		"gen_ai.input.messages": []any{map[string]any{"role": "user", "parts": []any{
			map[string]any{"type": "text", "content": "Write to [EMAIL_1] about [IBAN_1]"},
			map[string]any{"type": "tool_call", "id": "call_4111111111111111", "name": "send", "arguments": map[string]any{"to": "[EMAIL_1]", "n": int64(3), "ok": true, "f": 1.5}},
		}}},
		"gen_ai.output.messages":     `[{"role":"assistant","parts":[{"type":"text","content":"Sent to [EMAIL_1].\nBye"},{"type":"tool_call","arguments":"{\"to\":\"[EMAIL_2]\",\"again\":\"{\\\"to\\\":\\\"[EMAIL_1]\\\"}\"}"}]}]`,
		"gen_ai.prompt.0.content":    "mail [EMAIL_2]",
		"gen_ai.usage.input_tokens":  int64(4111111111111111),
		"gen_ai.response.id":         "chatcmpl-4111111111111111",
		"gen_ai.request.model":       "gpt-4o",
		"http.request.header.x":      []any{"Bearer of [EMAIL_1]"},
		"other":                      "not content: " + mail,
		"llm.output_messages.0.data": []byte("bytes of [EMAIL_1]"),
	}, span.Attributes().AsRaw())
	assert.Equal(t, "GET /users/[EMAIL_1]", span.Name())
	assert.Equal(t, "no user [EMAIL_1]", span.Status().Message())
	assert.Equal(t, "vendor=anna@example.org", span.TraceState().AsRaw(), "the trace state belongs to the vendors of tracing systems")
	assert.Equal(t, "mail from [EMAIL_1]", span.Events().At(0).Name())
	assert.Equal(t, map[string]any{"content": "I am [EMAIL_1]"}, span.Events().At(1).Attributes().AsRaw())
	assert.Equal(t, map[string]any{"input.value": "[EMAIL_1]"}, span.Links().At(0).Attributes().AsRaw())
}

func TestMetricsOfAllTypes(t *testing.T) {
	p, sink := startMetrics(t, settings(), defaults())
	md := pmetric.NewMetrics()
	metrics := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics()
	metrics.AppendEmpty().SetEmptyGauge().DataPoints().AppendEmpty().Attributes().PutStr("user.email", mail)
	sum := metrics.AppendEmpty().SetEmptySum().DataPoints().AppendEmpty()
	sum.Attributes().PutStr("user.email", mail)
	sum.Exemplars().AppendEmpty().FilteredAttributes().PutStr("input.value", mail)
	histogram := metrics.AppendEmpty().SetEmptyHistogram().DataPoints().AppendEmpty()
	histogram.Attributes().PutStr("user.email", mail)
	histogram.Exemplars().AppendEmpty().FilteredAttributes().PutStr("input.value", mail)
	exponential := metrics.AppendEmpty().SetEmptyExponentialHistogram().DataPoints().AppendEmpty()
	exponential.Attributes().PutStr("user.email", mail)
	exponential.Exemplars().AppendEmpty().FilteredAttributes().PutStr("input.value", mail)
	metrics.AppendEmpty().SetEmptySummary().DataPoints().AppendEmpty().Attributes().PutStr("user.email", mail)
	require.NoError(t, p.ConsumeMetrics(t.Context(), md))
	out, err := (&pmetric.JSONMarshaler{}).MarshalMetrics(sink.AllMetrics()[0])
	require.NoError(t, err)
	assert.NotContains(t, string(out), mail)
	assert.Equal(t, 8, strings.Count(string(out), "[EMAIL]"))
}
