// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"

	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/dialect"
)

func (p *genAI) processLogs(ctx context.Context, ld plog.Logs) (plog.Logs, error) {
	var t tally
	for _, rl := range ld.ResourceLogs().All() {
		p.cfg.Tenant.resource(rl.Resource().Attributes())
		gpus := p.gpusOf(ctx, rl.Resource().Attributes())
		for _, sl := range rl.ScopeLogs().All() {
			scope := p.engine.Scope(sl.Scope().Name())
			written := 0
			for _, record := range sl.LogRecords().All() {
				gpus.item(record.Attributes())
				event := dialect.Event(record, p.cfg.RemoveOriginals == RemoveMapped)
				res := p.engine.Apply(record.Attributes(), scope)
				if !res.GenAI {
					continue
				}
				res.Messages += event.Messages
				res.Failures += event.Failures
				res.Written += event.Written
				t.add(res)
				written += res.Written
			}
			if written > 0 && sl.SchemaUrl() == "" {
				sl.SetSchemaUrl(p.cfg.SemconvVersion.schemaURL())
			}
		}
	}
	p.report(ctx, signalLogs, &t)
	return ld, nil
}
