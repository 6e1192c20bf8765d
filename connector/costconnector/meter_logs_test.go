// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
)

// event returns the span as an event with the same attributes and ids.
func (s spanCase) event(tb testing.TB) plog.Logs {
	tb.Helper()
	td := s.traces(tb)
	span := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	ld := plog.NewLogs()
	record := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetEventName("gen_ai.client.inference.operation.details")
	record.SetTraceID(span.TraceID())
	record.SetSpanID(span.SpanID())
	record.SetTimestamp(span.StartTimestamp())
	span.Attributes().CopyTo(record.Attributes())
	return ld
}

func TestEvents(t *testing.T) {
	withIDs := request
	withIDs.Trace, withIDs.ID, withIDs.Parent = 1, 2, 1
	outer := request
	outer.Trace, outer.ID = 1, 1
	noUsage := spanCase{Provider: "openai", Model: "gpt-4o"}
	silent := withIDs
	silent.Tokens = nil
	agent := request
	agent.Operation = "invoke_agent"
	zero := withIDs
	zero.Tokens = map[string]any{"input": 0, "output": 0}
	response := func(id string) spanCase {
		s := withIDs
		s.Attributes = map[string]any{"gen_ai.response.id": id}
		return s
	}
	for _, tt := range []struct {
		name     string
		send     func(m *meter)
		requests float64
	}{
		{"an event is charged", func(m *meter) { m.countLogs(request.event(t)) }, 1},
		{"an event without usage is nothing", func(m *meter) { m.countLogs(noUsage.event(t)) }, 0},
		{"an agent's event is nothing", func(m *meter) { m.countLogs(agent.event(t)) }, 0},
		{"an event and its span", func(m *meter) { m.countLogs(withIDs.event(t)); m.count(withIDs.traces(t)) }, 1},
		{"a span and its event", func(m *meter) { m.count(withIDs.traces(t)); m.countLogs(withIDs.event(t)) }, 1},
		{"an event, its span and the span around it", func(m *meter) {
			m.countLogs(withIDs.event(t))
			m.count(withIDs.traces(t))
			m.count(outer.traces(t))
		}, 1},
		{"a span without usage, which is a request, and its event", func(m *meter) {
			m.count(silent.traces(t))
			m.countLogs(withIDs.event(t))
			m.countLogs(withIDs.event(t))
		}, 2},
		{"an event and its span without usage", func(m *meter) { m.countLogs(withIDs.event(t)); m.count(silent.traces(t)) }, 1},
		{"an event of zeros and its span", func(m *meter) { m.countLogs(zero.event(t)); m.count(withIDs.traces(t)) }, 1},
		{"events of several calls inside of a span", func(m *meter) {
			m.countLogs(response("r1").event(t))
			m.countLogs(response("r2").event(t))
			m.countLogs(response("r1").event(t))
		}, 2},
		{"events of several calls and the span around them, which is a call", func(m *meter) {
			m.countLogs(response("r1").event(t))
			m.countLogs(response("r2").event(t))
			m.count(withIDs.traces(t))
		}, 2},
		{"a span that is a call and events of several inside of it", func(m *meter) {
			m.count(withIDs.traces(t))
			m.countLogs(response("r1").event(t))
			m.countLogs(response("r2").event(t))
		}, 1},
		{"a span without usage and events of several calls inside of it", func(m *meter) {
			m.count(silent.traces(t))
			m.countLogs(response("r1").event(t))
			m.countLogs(response("r2").event(t))
			m.countLogs(response("r2").event(t))
		}, 3},
		{"a call around one that was told of by an event", func(m *meter) {
			m.count(withIDs.traces(t))
			m.countLogs(outer.event(t))
		}, 1},
		{"events without ids are told apart by nothing", func(m *meter) { m.countLogs(request.event(t)); m.countLogs(request.event(t)) }, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newTestMeter(t, nil)
			tt.send(m)
			exactly(t, tt.requests, total(m.export(), "genai.cost.requests"))
		})
	}
}

func TestEventTime(t *testing.T) {
	late := request
	late.At = "2026-07-01T00:00:00Z"
	send := func(change func(plog.LogRecord)) *meter {
		ld := late.event(t)
		change(ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0))
		m := newTestMeter(t, nil)
		m.countLogs(ld)
		return m
	}
	observed := send(func(record plog.LogRecord) {
		record.SetObservedTimestamp(record.Timestamp())
		record.SetTimestamp(0)
	})
	exactly(t, nearestFloat(t, "0.00252"), histogramOf(observed.export())[1].Sum())
	// The book has prices for all time to come.
	timeless := send(func(record plog.LogRecord) { record.SetTimestamp(0) })
	exactly(t, nearestFloat(t, "0.00252"), histogramOf(timeless.export())[1].Sum())
}

// An event and its span come through different pipelines.
func TestTracesAndLogsShareTheirState(t *testing.T) {
	factory, set, cfg, sink := NewFactory(), nop(), gpuConfig(), new(consumertest.MetricsSink)
	traces, err := factory.CreateTracesToMetrics(t.Context(), set, cfg, sink)
	require.NoError(t, err)
	logs, err := factory.CreateLogsToMetrics(t.Context(), set, cfg, sink)
	require.NoError(t, err)
	for _, c := range []component.Component{traces, logs} {
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	}
	s := request
	s.Trace, s.ID = 1, 1
	require.NoError(t, logs.ConsumeLogs(t.Context(), s.event(t)))
	require.NoError(t, traces.ConsumeTraces(t.Context(), s.traces(t)))
	require.NoError(t, logs.Shutdown(t.Context()))
	require.NoError(t, traces.Shutdown(t.Context()))
	exactly(t, 1, total(sink.AllMetrics()[0], "genai.cost.requests"))
}
