// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// instance is one use of an engine.
type instance struct {
	*engine
	release func()
	started bool
}

// Start begins to export.
func (i *instance) Start(ctx context.Context, _ component.Host) error {
	i.start(ctx)
	i.started = true
	return nil
}

// Shutdown ends the instance. The last one of an engine exports what is left.
func (i *instance) Shutdown(ctx context.Context) error {
	defer i.release()
	if !i.started {
		return nil
	}
	i.started = false
	return i.shutdown(ctx)
}

// Capabilities implements the consumers.
func (*instance) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

// tracesConnector prices the model calls of spans.
type tracesConnector struct{ instance }

var _ connector.Traces = (*tracesConnector)(nil)

// ConsumeTraces counts the spans. It never fails: a span that cannot be priced
// is counted as such.
func (c *tracesConnector) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	c.mu.Lock()
	found := c.meter.count(td)
	labelSets := c.meter.ledger.Size()
	c.mu.Unlock()
	c.telemetry.counted(ctx, found, labelSets)
	return nil
}

// metricsConnector charges the GPU hours that metrics tell of.
type metricsConnector struct{ instance }

var _ connector.Metrics = (*metricsConnector)(nil)

// ConsumeMetrics reads the metrics. It never fails.
func (c *metricsConnector) ConsumeMetrics(ctx context.Context, md pmetric.Metrics) error {
	now := time.Now()
	c.mu.Lock()
	c.gpus.read(md, now)
	found := c.gpus.meter.Findings()
	c.mu.Unlock()
	c.telemetry.countedGPUs(ctx, found)
	return nil
}

// logsConnector prices the model calls of events.
type logsConnector struct{ instance }

var _ connector.Logs = (*logsConnector)(nil)

// ConsumeLogs counts the events. It never fails: an event that cannot be priced
// is counted as such.
func (c *logsConnector) ConsumeLogs(ctx context.Context, ld plog.Logs) error {
	c.mu.Lock()
	found := c.meter.countLogs(ld)
	labelSets := c.meter.ledger.Size()
	c.mu.Unlock()
	c.telemetry.counted(ctx, found, labelSets)
	return nil
}
