// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

func (p *genAI) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	var t tally
	for _, rs := range td.ResourceSpans().All() {
		p.cfg.Tenant.resource(rs.Resource().Attributes())
		gpus := p.gpusOf(ctx, rs.Resource().Attributes())
		for _, ss := range rs.ScopeSpans().All() {
			scope := p.engine.Scope(ss.Scope().Name())
			written := 0
			for _, span := range ss.Spans().All() {
				res := p.engine.ApplySpan(span, scope)
				for _, event := range span.Events().All() {
					if strings.HasPrefix(event.Name(), "gen_ai.") {
						p.engine.ApplyRules(event.Attributes(), scope)
					}
				}
				if span.Kind() == ptrace.SpanKindServer {
					gpus.item(span.Attributes())
				}
				if !res.GenAI {
					continue
				}
				t.add(res)
				written += res.Written
				if p.cfg.SpanNames == SpanConventions {
					renameSpan(span)
				}
				if p.cfg.SpanKinds == SpanConventions {
					fixKind(span)
				}
			}
			if written > 0 && ss.SchemaUrl() == "" {
				ss.SetSchemaUrl(p.cfg.SemconvVersion.schemaURL())
			}
		}
	}
	p.report(ctx, signalTraces, &t)
	return td, nil
}
