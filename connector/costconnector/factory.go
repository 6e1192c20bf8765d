// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector"

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
)

// NewFactory returns a factory for the cost connector.
func NewFactory() connector.Factory {
	return connector.NewFactory(
		metadata.Type,
		createDefaultConfig,
		connector.WithTracesToMetrics(createTracesToMetrics, metadata.TracesToMetricsStability),
	)
}

func createTracesToMetrics(_ context.Context, set connector.Settings, cfg component.Config, next consumer.Metrics) (connector.Traces, error) {
	return newTracesConnector(set, cfg.(*Config), next)
}
