// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/engines"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// tally counts what happened to one batch, so that the self-metrics cost a
// batch and not each item.
type tally struct {
	written, removed, messages, failures int64
	// items has a counter per set of dialects and outcome; real batches hold very
	// few.
	items []itemCount
}

type itemCount struct {
	dialects rewrite.Mask
	changed  bool
	n        int64
}

func (t *tally) add(res rewrite.Result) {
	t.written += int64(res.Written)
	t.removed += int64(res.Removed)
	t.messages += int64(res.Messages)
	t.failures += int64(res.Failures)
	changed := res.Written+res.Removed > 0
	for i := range t.items {
		if t.items[i].dialects == res.Dialects && t.items[i].changed == changed {
			t.items[i].n++
			return
		}
	}
	t.items = append(t.items, itemCount{dialects: res.Dialects, changed: changed, n: 1})
}

// Values of the signal attribute.
const (
	signalTraces  = "traces"
	signalLogs    = "logs"
	signalMetrics = "metrics"
)

var (
	actionWritten = metric.WithAttributeSet(attribute.NewSet(attribute.String("action", "written")))
	actionRemoved = metric.WithAttributeSet(attribute.NewSet(attribute.String("action", "removed")))
)

func (p *genAI) report(ctx context.Context, signal string, t *tally) {
	for _, i := range t.items {
		outcome := "unchanged"
		if i.changed {
			outcome = "rewritten"
		}
		p.telemetry.ProcessorGenaiItems.Add(ctx, i.n, metric.WithAttributes(
			attribute.String("dialect", p.dialectNames(i.dialects)), attribute.String("outcome", outcome), attribute.String("signal", signal),
		))
	}
	add := func(counter metric.Int64Counter, n int64, opts ...metric.AddOption) {
		if n > 0 {
			counter.Add(ctx, n, opts...)
		}
	}
	add(p.telemetry.ProcessorGenaiAttributes, t.written, actionWritten)
	add(p.telemetry.ProcessorGenaiAttributes, t.removed, actionRemoved)
	add(p.telemetry.ProcessorGenaiMessages, t.messages)
	add(p.telemetry.ProcessorGenaiParseFailures, t.failures)
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

// reportEngines reports what happened to the metrics of inference engines.
func (p *genAI) reportEngines(ctx context.Context, stats engines.Stats) {
	for i, c := range stats.Engines {
		for _, o := range [...]struct {
			outcome string
			n       int
		}{{"rewritten", c.Metrics}, {"shadowed", c.Shadowed}, {"unfit", c.Unfit}} {
			if o.n > 0 {
				p.telemetry.ProcessorGenaiEngineMetrics.Add(ctx, int64(o.n), metric.WithAttributes(
					attribute.String("engine", engines.Engine(i).String()), attribute.String("outcome", o.outcome)))
			}
		}
	}
}
