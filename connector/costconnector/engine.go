// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

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
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// collectorInstanceID keeps the series of several collectors apart that export
// to one backend.
const collectorInstanceID = "collector.instance.id"

// engine is what the instances of one component id share: the collector makes
// one instance for each kind of pipeline that the component ends, and all of
// them begin the same metrics pipelines.
type engine struct {
	cfg       *Config
	next      consumer.Metrics
	logger    *zap.Logger
	telemetry *telemetry
	version   string
	common    pcommon.Map
	file      bookFile

	mu        sync.Mutex // guards the rest
	book      *pricebook.Book
	reference []referencePrice
	budgets   []budgetLimit
	meter     *meter
	withGPUs  bool       // there is a metrics instance
	gpus      *gpuReader // nil without one
	users     int        // instances that were started and not shut down

	stop    context.CancelFunc
	stopped sync.WaitGroup
}

func newEngine(set connector.Settings, cfg *Config, next consumer.Metrics) (*engine, error) {
	e := &engine{
		cfg:     cfg,
		next:    next,
		logger:  set.Logger,
		version: set.BuildInfo.Version,
		common:  pcommon.NewMap(),
		file:    bookFile{path: cfg.PriceBook.File},
	}
	if id, ok := set.Resource.Attributes().Get("service.instance.id"); ok {
		e.common.PutStr(collectorInstanceID, id.AsString())
	}
	// Read here and not at the start, so that validating a configuration checks
	// its book.
	book, err := e.file.read(cfg.Currency)
	if err != nil {
		return nil, fmt.Errorf("price_book::file: %w", err)
	}
	e.use(book)
	if e.telemetry, err = newTelemetry(set.TelemetrySettings); err != nil {
		return nil, err
	}
	return e, nil
}

// use prices what comes from now on by the book.
func (e *engine) use(book *pricebook.Book) {
	e.book = book
	e.budgets = budgetLimits(book, e.common)
	if len(book.Unused) > 0 {
		e.logger.Warn("Nothing is charged by some prices of the price book, because no span attribute says how much was used", zap.Strings("prices", book.Unused))
	}
	if e.cfg.ReferencePrices {
		e.reference = referencePrices(book, e.common)
	}
	if e.meter != nil {
		e.meter.use(book)
	}
	if e.gpus != nil {
		e.gpus.meter.Use(book)
	}
}

// start is called for each instance.
func (e *engine) start(ctx context.Context) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.users++
	if e.users > 1 {
		return
	}
	now := time.Now()
	e.meter = newMeter(e.cfg, e.common, e.book, now)
	if e.withGPUs {
		gpus := newGPUMeter(e.cfg, e.common, e.book, now)
		e.gpus = newGPUReader(gpus, e.cfg, now)
		e.meter.gpus = gpus
	}
	e.telemetry.bookInUse(ctx, e.book)
	// The context of Start ends with Start.
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	e.stop = stop
	e.stopped.Go(func() { atInterval(running, e.cfg.MetricsFlushInterval, e.exportOrWarn) })
	if e.cfg.PriceBook.ReloadInterval > 0 {
		e.stopped.Go(func() { atInterval(running, e.cfg.PriceBook.ReloadInterval, e.reload) })
	}
}

// shutdown is called for each instance that was started. The last one exports
// what was counted since the last export.
func (e *engine) shutdown(ctx context.Context) error {
	e.mu.Lock()
	e.users--
	last := e.users == 0
	e.mu.Unlock()
	if !last {
		return nil
	}
	// An export under way may be cut off: the last one makes up for it.
	e.stop()
	e.stopped.Wait()
	if err := e.export(ctx, true); err != nil {
		return fmt.Errorf("last export of the cost metrics: %w", err)
	}
	return nil
}

func atInterval(ctx context.Context, interval time.Duration, do func(context.Context)) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			do(ctx)
		}
	}
}

func (e *engine) exportOrWarn(ctx context.Context) {
	if err := e.export(ctx, false); err != nil {
		e.logger.Warn("The cost metrics were not accepted; the next export makes up for it", zap.Error(err))
	}
}

// export sends all metrics. The last one shares what is left among tenants.
func (e *engine) export(ctx context.Context, last bool) error {
	md := pmetric.NewMetrics()
	now := pcommon.NewTimestampFromTime(time.Now())
	e.mu.Lock()
	e.meter.ledger.Export(md, now)
	if e.gpus != nil {
		e.gpus.meter.Export(md, now, last)
	}
	writeReferencePrices(md, e.reference, e.cfg.Currency, now)
	writeBudgetLimits(md, e.budgets, e.cfg.Currency, now)
	e.mu.Unlock()
	for _, rm := range md.ResourceMetrics().All() {
		for _, sm := range rm.ScopeMetrics().All() {
			sm.Scope().SetName(metadata.ScopeName)
			sm.Scope().SetVersion(e.version)
		}
	}
	if md.ResourceMetrics().Len() > 0 {
		if err := e.next.ConsumeMetrics(ctx, md); err != nil {
			e.telemetry.exportFailed(ctx)
			return err
		}
	}
	e.mu.Lock()
	e.meter.ledger.Accepted()
	if e.gpus != nil {
		e.gpus.meter.Accepted()
	}
	e.mu.Unlock()
	return nil
}

// engines are the engines in use. Instances of one component share a
// configuration.
type engines struct {
	mu     sync.Mutex
	shared map[engineKey]*sharedEngine
}

type engineKey struct {
	id  component.ID
	cfg *Config
}

type sharedEngine struct {
	*engine
	holders int
}

// acquire returns the engine of a component and the function that gives it back.
func (all *engines) acquire(set connector.Settings, cfg *Config, next consumer.Metrics) (*engine, func(), error) {
	all.mu.Lock()
	defer all.mu.Unlock()
	key := engineKey{set.ID, cfg}
	shared := all.shared[key]
	if shared == nil {
		e, err := newEngine(set, cfg, next)
		if err != nil {
			return nil, nil, err
		}
		shared = &sharedEngine{engine: e}
		all.shared[key] = shared
	}
	shared.holders++
	return shared.engine, sync.OnceFunc(func() {
		all.mu.Lock()
		defer all.mu.Unlock()
		if shared.holders--; shared.holders == 0 {
			delete(all.shared, key)
			shared.telemetry.shutdown()
		}
	}), nil
}
