// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/analyzer"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/numbering"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
)

type redaction struct {
	cfg       *Config
	settings  component.TelemetrySettings
	engine    *redact.Engine
	analyzer  textAnalyzer // nil without one
	telemetry *metadata.TelemetryBuilder
	stamp     stamp
}

// textAnalyzer finds what patterns cannot, in many texts at a time. Texts that
// it could not analyse are missing in its answer.
type textAnalyzer interface {
	Analyze(ctx context.Context, texts []string) analyzer.Answers
}

func newRedaction(set processor.Settings, cfg *Config) (*redaction, error) {
	scanner, err := cfg.scanner()
	if err != nil {
		return nil, err
	}
	ring, err := cfg.ring()
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	o := redact.Options{
		Scanner:         scanner,
		Default:         cfg.Default.rule(),
		Rules:           cfg.rules(),
		Types:           cfg.types(),
		Selection:       carrier.Select(cfg.Channels == ChannelAll, cfg.IncludeKeys, append(slices.Clone(cfg.ExcludeKeys), cfg.TenantAttribute)),
		NumberKeys:      carrier.NewKeys(lower(cfg.NumberKeys)),
		MaxValue:        cfg.MaxValueBytes,
		Timeout:         cfg.Timeout,
		DropOnFailure:   cfg.OnError == OnErrorDrop,
		Ring:            ring,
		TenantAttribute: cfg.TenantAttribute,
	}
	if cfg.NumberValues {
		o.Traces = numbering.NewTraces()
	}
	return &redaction{
		cfg: cfg, settings: set.TelemetrySettings, engine: redact.NewEngine(o), telemetry: telemetry, stamp: newStamp(set.BuildInfo.Version, cfg),
	}, nil
}

func (p *redaction) start(ctx context.Context, host component.Host) error {
	if !p.cfg.Analyzer.HasValue() {
		return nil
	}
	cfg := p.cfg.Analyzer.Get()
	client, err := cfg.ToClient(ctx, host.GetExtensions(), p.settings)
	if err != nil {
		return fmt.Errorf("analyzer: %w", err)
	}
	// A redirect would send the texts elsewhere.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p.analyzer = analyzer.New(analyzer.Options{
		HTTP: client, URL: cfg.url(), Language: cfg.Language, MinScore: cfg.MinScore, Entities: cfg.entities(),
		BatchTexts: cfg.BatchTexts, BatchBytes: cfg.BatchBytes, Concurrency: cfg.Concurrency, Timeout: cfg.Timeout,
		BreakAfter: cfg.BreakAfter, BreakFor: cfg.BreakFor, OnRequest: p.onRequest,
	})
	return nil
}

func (p *redaction) onRequest(outcome analyzer.Outcome, took time.Duration, err error) {
	p.telemetry.ProcessorPiiRedactionAnalyzerDuration.Record(context.Background(), took.Seconds(),
		metric.WithAttributes(attribute.String("outcome", string(outcome))))
	if outcome == analyzer.Failed || outcome == analyzer.Timeout { // those that were not sent would flood the log
		p.settings.Logger.Warn("The analyzer did not answer; the texts are replaced", zap.String("outcome", string(outcome)), zap.Error(err))
	}
}

func (p *redaction) shutdown(context.Context) error {
	p.telemetry.Shutdown()
	if c, ok := p.analyzer.(*analyzer.Client); ok {
		c.HTTP.CloseIdleConnections()
	}
	if p.engine.Ring != nil {
		p.engine.Ring.Zero()
	}
	return nil
}

// onPanic logs where a panic came from. What was thrown is logged only if it is
// an error of the runtime, which holds no data.
func (p *redaction) onPanic(recovered any) {
	fields := []zap.Field{zap.String("type", fmt.Sprintf("%T", recovered)), zap.ByteString("stack", debug.Stack())}
	if err, ok := recovered.(runtime.Error); ok {
		fields = append(fields, zap.Error(err))
	}
	p.settings.Logger.Error("Panic while redacting a record; its content is replaced", fields...)
}

// run goes through a batch: walk visits every record. With an analyzer it is
// visited twice, first to collect the texts.
func (p *redaction) run(ctx context.Context, signal string, walk func(*redact.Pass)) {
	start := time.Now()
	pass := p.engine.NewPass(ctx)
	defer pass.Free()
	pass.OnPanic = p.onPanic
	if p.analyzer != nil {
		cfg := p.cfg.Analyzer.Get()
		texts := &redact.Texts{MinBytes: cfg.MinTextBytes, MaxBytes: cfg.MaxTextBytes}
		pass.Collect(texts)
		walk(pass)
		texts.Found = p.ask(ctx, texts.List)
		pass.Redact()
	}
	walk(pass)
	p.report(ctx, signal, &pass.Tally, time.Since(start))
}

// ask sends the texts to the analyzer. A panic is no answer.
func (p *redaction) ask(ctx context.Context, texts []string) (answers analyzer.Answers) {
	defer func() {
		if r := recover(); r != nil {
			p.onPanic(r)
			answers = nil
		}
	}()
	if len(texts) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, p.cfg.Timeout)
	defer cancel()
	return p.analyzer.Analyze(ctx, texts)
}
