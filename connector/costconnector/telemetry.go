// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector"

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// telemetry is the connector's own health, apart from the metrics it makes.
type telemetry struct {
	builder *metadata.TelemetryBuilder
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
	t.builder.ConnectorCostPriceBookInfo.Record(ctx, 1, metric.WithAttributes(
		attribute.String("id", book.ID), attribute.String("hash", book.Hash)))
}

func (t *telemetry) counted(ctx context.Context, found findings, labelSets int) {
	t.builder.ConnectorCostLabelSets.Record(ctx, int64(labelSets))
	if found.overflowRequests > 0 {
		t.builder.ConnectorCostOverflowRequests.Add(ctx, found.overflowRequests)
	}
	for reason, tokens := range found.unpricedTokens {
		t.builder.ConnectorCostUnpricedTokens.Add(ctx, tokens, metric.WithAttributes(attribute.String("reason", string(reason))))
	}
	for anomaly, requests := range found.anomalies {
		t.builder.ConnectorCostAnomalies.Add(ctx, requests, metric.WithAttributes(attribute.String("kind", usage.Anomalies[anomaly])))
	}
}

func (t *telemetry) exportFailed(ctx context.Context) {
	t.builder.ConnectorCostExportFailures.Add(ctx, 1)
}
