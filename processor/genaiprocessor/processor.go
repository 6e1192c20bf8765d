// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"slices"

	"go.opentelemetry.io/collector/processor"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/dialect"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/engines"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

type genAI struct {
	cfg       *Config
	engine    *rewrite.Engine
	engines   *engines.Rewriter
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
	}
	for _, d := range dialects {
		p.names = append(p.names, d.Name)
	}
	return p, nil
}

func (p *genAI) shutdown(context.Context) error {
	p.telemetry.Shutdown()
	return nil
}
