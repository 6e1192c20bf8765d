// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
)

// NewFactory returns a factory for the cost connector.
func NewFactory() connector.Factory {
	all := &engines{shared: map[engineKey]*sharedEngine{}}
	return connector.NewFactory(
		metadata.Type,
		createDefaultConfig,
		connector.WithTracesToMetrics(all.createTracesToMetrics, metadata.TracesToMetricsStability),
		connector.WithMetricsToMetrics(all.createMetricsToMetrics, metadata.MetricsToMetricsStability),
		connector.WithLogsToMetrics(all.createLogsToMetrics, metadata.LogsToMetricsStability),
	)
}

func (all *engines) createTracesToMetrics(_ context.Context, set connector.Settings, cfg component.Config, next consumer.Metrics) (connector.Traces, error) {
	e, release, err := all.acquire(set, cfg.(*Config), next)
	if err != nil {
		return nil, err
	}
	return &tracesConnector{instance{engine: e, release: release}}, nil
}

func (all *engines) createMetricsToMetrics(_ context.Context, set connector.Settings, cfg component.Config, next consumer.Metrics) (connector.Metrics, error) {
	e, release, err := all.acquire(set, cfg.(*Config), next)
	if err != nil {
		return nil, err
	}
	e.withGPUs = true
	return &metricsConnector{instance{engine: e, release: release}}, nil
}

func (all *engines) createLogsToMetrics(_ context.Context, set connector.Settings, cfg component.Config, next consumer.Metrics) (connector.Logs, error) {
	e, release, err := all.acquire(set, cfg.(*Config), next)
	if err != nil {
		return nil, err
	}
	return &logsConnector{instance{engine: e, release: release}}, nil
}
