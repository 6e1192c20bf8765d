// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
)

func (p *redaction) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	p.run(ctx, signalTraces, func(pass *redact.Pass) {
		td.ResourceSpans().RemoveIf(func(rs ptrace.ResourceSpans) bool {
			resource := rs.Resource().Attributes()
			if p.resource(pass, resource) {
				return true
			}
			rs.ScopeSpans().RemoveIf(func(ss ptrace.ScopeSpans) bool {
				if p.scope(pass, ss.Scope(), resource) {
					return true
				}
				ss.Spans().RemoveIf(func(span ptrace.Span) bool { return p.span(pass, span, resource) })
				return false
			})
			return false
		})
	})
	return td, nil
}

// resource and scope report whether all that belongs to them must be dropped.
func (p *redaction) resource(pass *redact.Pass, resource pcommon.Map) (drop bool) {
	if !p.cfg.ResourceAttributes {
		return false
	}
	return pass.Record(redact.Source{Attributes: resource, Resource: resource}, func() {
		pass.Carrier = redact.ResourceAttribute
		pass.Attributes(resource, false)
	})
}

func (p *redaction) scope(pass *redact.Pass, scope pcommon.InstrumentationScope, resource pcommon.Map) (drop bool) {
	if scope.Attributes().Len() == 0 {
		return false
	}
	return pass.Record(redact.Source{Attributes: scope.Attributes(), Resource: resource}, func() {
		pass.Carrier = redact.ScopeAttribute
		pass.Attributes(scope.Attributes(), false)
	})
}

func (p *redaction) span(pass *redact.Pass, span ptrace.Span, resource pcommon.Map) (drop bool) {
	src := redact.Source{Trace: span.TraceID(), Attributes: span.Attributes(), Resource: resource, Numbered: true}
	drop = pass.Record(src, func() {
		pass.Carrier = redact.SpanName
		pass.String(span.Name(), span.SetName)
		pass.Carrier = redact.StatusMessage
		pass.String(span.Status().Message(), span.Status().SetMessage)
		pass.Carrier = redact.Attribute
		pass.Attributes(span.Attributes(), false)
		for _, event := range span.Events().All() {
			pass.Carrier = redact.EventName
			pass.String(event.Name(), event.SetName)
			pass.Carrier = redact.EventAttribute
			pass.Attributes(event.Attributes(), isContentEvent(event.Name()))
		}
		pass.Carrier = redact.LinkAttribute
		for _, link := range span.Links().All() {
			pass.Attributes(link.Attributes(), false)
		}
	})
	if !drop && p.cfg.RecordAttributes && !pass.Collecting() {
		p.stamp.put(span.Attributes(), pass.Counts())
	}
	return drop
}

// isContentEvent says whether all attributes of an event carry content, under
// names as short as "content".
func isContentEvent(name string) bool { return strings.HasPrefix(name, "gen_ai.") }
