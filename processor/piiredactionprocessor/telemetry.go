// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
)

// Values of the attribute signal.
const (
	signalTraces  = "traces"
	signalLogs    = "logs"
	signalMetrics = "metrics"
)

// signalOption is made once, as most batches report no other attribute.
var signalOption = map[string]metric.MeasurementOption{}

func init() {
	for _, s := range []string{signalTraces, signalLogs, signalMetrics} {
		signalOption[s] = metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", s)))
	}
}

// report reports what happened to one batch, so that the self-metrics cost a
// batch and not each value.
func (p *redaction) report(ctx context.Context, signal string, t *redact.Tally, took time.Duration) {
	of := signalOption[signal]
	add := func(counter metric.Int64Counter, n int64, opt metric.AddOption) {
		if n > 0 {
			counter.Add(ctx, n, opt)
		}
	}
	for found, n := range t.Entities {
		add(p.telemetry.ProcessorPiiRedactionEntities, n, metric.WithAttributes(
			attribute.String("action", string(found.Action)), attribute.String("carrier", found.Carrier.String()),
			attribute.String("signal", signal), attribute.String("type", string(found.Type)),
		))
	}
	for reason, n := range t.Failures {
		add(p.telemetry.ProcessorPiiRedactionFailedValues, n, metric.WithAttributes(
			attribute.String("reason", redact.Reason(reason).String()), attribute.String("signal", signal),
		))
	}
	add(p.telemetry.ProcessorPiiRedactionValues, t.Values, of)
	add(p.telemetry.ProcessorPiiRedactionBytes, t.Bytes, of)
	add(p.telemetry.ProcessorPiiRedactionDroppedRecords, t.Dropped, of)
	p.telemetry.ProcessorPiiRedactionDuration.Record(ctx, took.Seconds(), of)
}
