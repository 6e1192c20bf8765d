// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor"
)

// redactor sends texts through the processor as bodies of log records.
type redactor struct {
	logs processor.Logs
	got  string
}

func newRedactor(ctx context.Context, cueWords bool) (*redactor, error) {
	f := piiredactionprocessor.NewFactory()
	cfg := f.CreateDefaultConfig()
	err := confmap.NewFromStringMap(map[string]any{"channels": "all", "cue_words": cueWords}).Unmarshal(cfg)
	if err != nil {
		return nil, err
	}
	r := &redactor{}
	next, err := consumer.NewLogs(func(_ context.Context, ld plog.Logs) error {
		r.got = ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Body().AsString()
		return nil
	})
	if err != nil {
		return nil, err
	}
	set := processor.Settings{ID: component.NewID(f.Type()), TelemetrySettings: componenttest.NewNopTelemetrySettings()}
	if r.logs, err = f.CreateLogs(ctx, set, cfg, next); err != nil {
		return nil, err
	}
	return r, r.logs.Start(ctx, componenttest.NewNopHost())
}

func (r *redactor) redact(ctx context.Context, text string) (string, error) {
	ld := plog.NewLogs()
	ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body().SetStr(text)
	r.got = ""
	err := r.logs.ConsumeLogs(ctx, ld)
	return r.got, err
}
