// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/gpucost"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// telemetry is the connector's own health, apart from the metrics it makes.
type telemetry struct {
	builder *metadata.TelemetryBuilder
}

var (
	nested    = with("reason", "nested")
	duplicate = with("reason", "duplicate")
	retold    = with("reason", "same_response")
	succeeded = with("outcome", "success")
	failed    = with("outcome", "failure")
)

func with(key, value string) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(attribute.String(key, value)))
}

func newTelemetry(set component.TelemetrySettings) (*telemetry, error) {
	builder, err := metadata.NewTelemetryBuilder(set)
	if err != nil {
		return nil, err
	}
	return &telemetry{builder}, nil
}

func (t *telemetry) shutdown() { t.builder.Shutdown() }

func (t *telemetry) bookInUse(ctx context.Context, book *pricebook.Book) {
	t.builder.ConnectorCostPriceBookInfo.Record(ctx, 1, identity(book))
}

// bookReplaced sets the old book's gauge to 0, since gauges of the SDK do not
// end. Both books may share an id, not a hash.
func (t *telemetry) bookReplaced(ctx context.Context, before, now *pricebook.Book) {
	t.builder.ConnectorCostPriceBookInfo.Record(ctx, 0, identity(before))
	t.builder.ConnectorCostPriceBookInfo.Record(ctx, 1, identity(now))
	t.builder.ConnectorCostPriceBookReloads.Add(ctx, 1, succeeded)
}

func (t *telemetry) reloadFailed(ctx context.Context) {
	t.builder.ConnectorCostPriceBookReloads.Add(ctx, 1, failed)
}

func identity(book *pricebook.Book) metric.MeasurementOption {
	return metric.WithAttributes(attribute.String("id", book.ID), attribute.String("hash", book.Hash))
}

func (t *telemetry) counted(ctx context.Context, found findings, labelSets int) {
	t.builder.ConnectorCostLabelSets.Record(ctx, int64(labelSets))
	if found.overflowRequests > 0 {
		t.builder.ConnectorCostOverflowRequests.Add(ctx, found.overflowRequests)
	}
	if found.nestedSpans > 0 {
		t.builder.ConnectorCostSkippedSpans.Add(ctx, found.nestedSpans, nested)
	}
	if found.retoldSpans > 0 {
		t.builder.ConnectorCostSkippedSpans.Add(ctx, found.retoldSpans, retold)
	}
	if found.duplicateSpans > 0 {
		t.builder.ConnectorCostSkippedSpans.Add(ctx, found.duplicateSpans, duplicate)
	}
	for reason, tokens := range found.unpricedTokens {
		t.builder.ConnectorCostUnpricedTokens.Add(ctx, tokens, metric.WithAttributes(attribute.String("reason", string(reason))))
	}
	for anomaly, requests := range found.anomalies {
		t.builder.ConnectorCostAnomalies.Add(ctx, requests, metric.WithAttributes(attribute.String("kind", usage.Anomalies[anomaly])))
	}
}

func (t *telemetry) countedGPUs(ctx context.Context, found gpucost.Findings) {
	if found.Gaps > 0 {
		t.builder.ConnectorCostGpuGaps.Add(ctx, found.Gaps)
	}
	if found.InFuture > 0 {
		t.builder.ConnectorCostGpuPointsInFuture.Add(ctx, found.InFuture)
	}
	if found.Unpriced > 0 {
		t.builder.ConnectorCostGpuUnpricedTime.Add(ctx, found.Unpriced.Seconds())
	}
}

func (t *telemetry) exportFailed(ctx context.Context) {
	t.builder.ConnectorCostExportFailures.Add(ctx, 1)
}
