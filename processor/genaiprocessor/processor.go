// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/dialect"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/engines"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

type genAI struct {
	cfg       *Config
	engine    *rewrite.Engine
	engines   *engines.Rewriter
	gpus      *gpumap.Map
	logger    *zap.Logger
	telemetry *metadata.TelemetryBuilder
	// names are those of the engine's dialects, by position.
	names []string
}

func newGenAI(set processor.Settings, cfg *Config) (*genAI, error) {
	dialects := cfg.dialects()
	engine, err := rewrite.New(dialects, rewrite.Options{
		RemoveOriginals: cfg.RemoveOriginals == RemoveMapped,
		Rename:          cfg.SemconvVersion.renames(),
		Types:           cfg.SemconvVersion.types(),
		Always:          slices.Concat(cfg.Tenant.rules(text), cfg.RequestID.rules(requestID)),
		First:           dialect.First,
		Common:          dialect.Common(cfg.Content == ContentJSON),
	})
	if err != nil {
		return nil, err
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	p := &genAI{
		cfg:       cfg,
		engine:    engine,
		engines:   engines.New(engines.Options{KeepOriginals: cfg.RemoveOriginals == RemoveNone, DropCreated: cfg.EngineMetrics.DropCreated}),
		telemetry: telemetry,
		logger:    set.Logger,
	}
	for _, d := range dialects {
		p.names = append(p.names, d.Name)
	}
	return p, nil
}

func (p *genAI) start(ctx context.Context, _ component.Host) error {
	if !p.cfg.GPUs.HasValue() {
		return nil
	}
	m, err := startGPUMap(ctx, p.cfg, p.logger)
	if err != nil {
		return fmt.Errorf("gpus: %w", err)
	}
	p.gpus = m
	return errors.Join(
		p.telemetry.RegisterProcessorGenaiGpuMapAgeCallback(func(_ context.Context, o metric.Float64Observer) error {
			o.Observe(m.Age().Seconds())
			return nil
		}),
		p.telemetry.RegisterProcessorGenaiGpuMapDevicesCallback(func(_ context.Context, o metric.Int64Observer) error {
			o.Observe(int64(m.Stats().Devices))
			return nil
		}),
	)
}

func (p *genAI) shutdown(ctx context.Context) error {
	p.telemetry.Shutdown()
	if p.gpus == nil {
		return nil
	}
	p.gpus = nil
	return stopGPUMap(ctx, p.cfg)
}
