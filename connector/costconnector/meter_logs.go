// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
)

// countLogs adds every event that reports the usage of a model call, unless the
// call's span, whose ids the event has, is counted already. A span that comes
// after its event is a duplicate.
func (m *meter) countLogs(ld plog.Logs) findings {
	m.begin()
	for _, rl := range ld.ResourceLogs().All() {
		m.setResource(rl.Resource().Attributes())
		for _, sl := range rl.ScopeLogs().All() {
			m.setScope(sl.Scope().Name())
			for _, event := range sl.LogRecords().All() {
				if !m.read(event.Attributes()) || !m.request.HasTokens() {
					continue
				}
				m.countEvent(event)
			}
		}
	}
	m.request.Forget()
	return m.found
}

func (m *meter) countEvent(event plog.LogRecord) {
	if !m.isNew(m.known.JudgeEvent(m.known.Key(event.TraceID(), event.SpanID()), m.request.ResponseID, m.kind()), m.known.Trace(event.TraceID())) {
		return
	}
	at := event.Timestamp()
	if at == 0 {
		at = event.ObservedTimestamp()
	}
	if at == 0 {
		at = pcommon.NewTimestampFromTime(time.Now())
	}
	if cost, isExemplar := m.charge(at, sampling.One); isExemplar {
		m.call.account.Exemplify(cost, ledger.SpanRef{TraceID: event.TraceID(), SpanID: event.SpanID(), End: at})
	}
	if m.request.Anomalies != 0 {
		m.noteAnomalies()
	}
}
