// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/dialect"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

type genAI struct {
	cfg       *Config
	engine    *rewrite.Engine
	telemetry *metadata.TelemetryBuilder
	names     []string
}

func newGenAI(set processor.Settings, cfg *Config) (*genAI, error) {
	dialects := cfg.dialects()
	engine, err := rewrite.New(dialects, rewrite.Options{
		RemoveOriginals: cfg.RemoveOriginals == RemoveMapped,
		Rename:          cfg.SemconvVersion.renames(),
		Types:           cfg.SemconvVersion.types(),
		Always:          slices.Concat(cfg.Tenant.rules(text), cfg.RequestID.rules(requestID)),
		Common:          dialect.Common(cfg.Content == ContentJSON),
	})
	if err != nil {
		return nil, err
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	p := &genAI{cfg: cfg, engine: engine, telemetry: telemetry}
	for _, d := range dialects {
		p.names = append(p.names, d.Name)
	}
	return p, nil
}

func (p *genAI) shutdown(context.Context) error {
	p.telemetry.Shutdown()
	return nil
}

func (p *genAI) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	var t tally
	for _, rs := range td.ResourceSpans().All() {
		p.cfg.Tenant.resource(rs.Resource().Attributes())
		for _, ss := range rs.ScopeSpans().All() {
			scope := p.engine.Scope(ss.Scope().Name())
			written := 0
			for _, span := range ss.Spans().All() {
				res := p.engine.ApplySpan(span, scope)
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
	p.report(ctx, &t)
	return td, nil
}

// tally counts what happened to one batch, so that the self-metrics cost a
// batch and not each span.
type tally struct {
	written, removed int64
	// spans has a counter per set of dialects; real batches hold very few.
	spans []dialectCount
}

type dialectCount struct {
	dialects rewrite.Mask
	n        int64
}

func (t *tally) add(res rewrite.Result) {
	t.written += int64(res.Written)
	t.removed += int64(res.Removed)
	for i := range t.spans {
		if t.spans[i].dialects == res.Dialects {
			t.spans[i].n++
			return
		}
	}
	t.spans = append(t.spans, dialectCount{dialects: res.Dialects, n: 1})
}

var (
	written = metric.WithAttributeSet(attribute.NewSet(attribute.String("action", "written")))
	removed = metric.WithAttributeSet(attribute.NewSet(attribute.String("action", "removed")))
)

func (p *genAI) report(ctx context.Context, t *tally) {
	for _, s := range t.spans {
		p.telemetry.ProcessorGenaiSpans.Add(ctx, s.n, metric.WithAttributes(attribute.String("dialect", p.dialectNames(s.dialects))))
	}
	if t.written > 0 {
		p.telemetry.ProcessorGenaiAttributes.Add(ctx, t.written, written)
	}
	if t.removed > 0 {
		p.telemetry.ProcessorGenaiAttributes.Add(ctx, t.removed, removed)
	}
}

func (p *genAI) dialectNames(m rewrite.Mask) string {
	if m == 0 {
		return "none"
	}
	var names []string
	for i, name := range p.names {
		if m&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "+")
}
