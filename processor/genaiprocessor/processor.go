// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
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
	engine    *rewrite.Engine
	telemetry *metadata.TelemetryBuilder
	names     []string
}

func newGenAI(set processor.Settings, cfg *Config) (*genAI, error) {
	dialects := cfg.dialects()
	engine, err := rewrite.New(dialects, rewrite.Options{
		RemoveOriginals: cfg.RemoveOriginals == RemoveMapped,
		Common:          dialect.Common,
	})
	if err != nil {
		return nil, err
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	p := &genAI{engine: engine, telemetry: telemetry}
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
		for _, ss := range rs.ScopeSpans().All() {
			scope := p.engine.Scope(ss.Scope().Name())
			for _, span := range ss.Spans().All() {
				t.add(p.engine.ApplySpan(span, scope))
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
	if !res.GenAI {
		return
	}
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
