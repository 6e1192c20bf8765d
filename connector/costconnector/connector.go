// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector"

import (
	"context"
	"fmt"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// collectorInstanceID keeps the series of several collectors apart that export
// to one backend.
const collectorInstanceID = "collector.instance.id"

// tracesConnector prices spans and exports the totals at an interval.
type tracesConnector struct {
	cfg       *Config
	next      consumer.Metrics
	logger    *zap.Logger
	telemetry *telemetry
	version   string
	common    pcommon.Map
	book      *pricebook.Book
	reference []referencePrice

	mu      sync.Mutex // guards meter
	meter   *meter
	started bool

	stop    context.CancelFunc
	stopped sync.WaitGroup
}

var _ connector.Traces = (*tracesConnector)(nil)

func newTracesConnector(set connector.Settings, cfg *Config, next consumer.Metrics) (*tracesConnector, error) {
	telemetry, err := newTelemetry(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	c := &tracesConnector{
		cfg:       cfg,
		next:      next,
		logger:    set.Logger,
		telemetry: telemetry,
		version:   set.BuildInfo.Version,
		common:    pcommon.NewMap(),
	}
	if id, ok := set.Resource.Attributes().Get("service.instance.id"); ok {
		c.common.PutStr(collectorInstanceID, id.AsString())
	}
	return c, nil
}

// Start reads the price book.
func (c *tracesConnector) Start(ctx context.Context, _ component.Host) error {
	book, err := pricebook.Load(c.cfg.PriceBook.File)
	if err != nil {
		return err
	}
	c.book = book
	if c.cfg.ReferencePrices {
		c.reference = referencePrices(book, c.common)
	}
	c.telemetry.bookInUse(ctx, book)
	c.mu.Lock()
	c.meter = newMeter(c.cfg, c.common, book, time.Now())
	c.started = true
	c.mu.Unlock()

	// The context of Start ends with Start.
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	c.stop = stop
	c.stopped.Go(func() { c.exportAtInterval(running) })
	return nil
}

// Shutdown exports what was counted since the last export.
func (c *tracesConnector) Shutdown(ctx context.Context) error {
	c.mu.Lock()
	started := c.started
	c.started = false
	c.mu.Unlock()
	if !started {
		c.telemetry.shutdown()
		return nil
	}
	// An export under way may be cut off: the last one has the same totals.
	c.stop()
	c.stopped.Wait()
	err := c.export(ctx)
	c.telemetry.shutdown()
	if err != nil {
		return fmt.Errorf("last export of the cost metrics: %w", err)
	}
	return nil
}

// Capabilities implements consumer.Traces.
func (*tracesConnector) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

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

func (c *tracesConnector) exportAtInterval(ctx context.Context) {
	ticker := time.NewTicker(c.cfg.MetricsFlushInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := c.export(ctx); err != nil {
				c.logger.Warn("The cost metrics were not accepted; the next export has the same totals", zap.Error(err))
			}
		}
	}
}

func (c *tracesConnector) export(ctx context.Context) error {
	md := pmetric.NewMetrics()
	now := pcommon.NewTimestampFromTime(time.Now())
	c.mu.Lock()
	scopes := c.meter.ledger.Export(md, now)
	c.mu.Unlock()
	if sm, ok := writeReferencePrices(md, c.reference, now); ok {
		scopes = append(scopes, sm)
	}
	if len(scopes) == 0 {
		return nil
	}
	for _, sm := range scopes {
		sm.Scope().SetName(metadata.ScopeName)
		sm.Scope().SetVersion(c.version)
	}
	if err := c.next.ConsumeMetrics(ctx, md); err != nil {
		c.telemetry.exportFailed(ctx)
		return err
	}
	return nil
}
