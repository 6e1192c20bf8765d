// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"context"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
)

func (p *redaction) processLogs(ctx context.Context, ld plog.Logs) (plog.Logs, error) {
	p.run(ctx, signalLogs, func(pass *redact.Pass) {
		ld.ResourceLogs().RemoveIf(func(rl plog.ResourceLogs) bool {
			resource := rl.Resource().Attributes()
			if p.resource(pass, resource) {
				return true
			}
			rl.ScopeLogs().RemoveIf(func(sl plog.ScopeLogs) bool {
				if p.scope(pass, sl.Scope(), resource) {
					return true
				}
				sl.LogRecords().RemoveIf(func(lr plog.LogRecord) bool { return p.logRecord(pass, lr, resource) })
				return false
			})
			return false
		})
	})
	return ld, nil
}

func (p *redaction) logRecord(pass *redact.Pass, lr plog.LogRecord, resource pcommon.Map) (drop bool) {
	src := redact.Source{Trace: lr.TraceID(), Attributes: lr.Attributes(), Resource: resource, Numbered: true}
	drop = pass.Record(src, func() {
		pass.Carrier = redact.EventName
		pass.String(lr.EventName(), lr.SetEventName)
		pass.Carrier = redact.Body
		pass.Value("", lr.Body())
		pass.Carrier = redact.Attribute
		pass.Attributes(lr.Attributes(), isContentEvent(lr.EventName()))
	})
	if !drop && p.cfg.RecordAttributes && !pass.Collecting() {
		p.stamp.put(lr.Attributes(), pass.Counts())
	}
	return drop
}
