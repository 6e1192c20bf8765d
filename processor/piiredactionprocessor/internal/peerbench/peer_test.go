// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package peerbench

import (
	"context"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/corpus"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

func start(b *testing.B, f processor.Factory, config map[string]any) processor.Logs {
	b.Helper()
	cfg := f.CreateDefaultConfig()
	require.NoError(b, confmap.NewFromStringMap(config).Unmarshal(cfg))
	p, err := f.CreateLogs(b.Context(), processortest.NewNopSettings(f.Type()), cfg, consumertest.NewNop())
	require.NoError(b, err)
	require.NoError(b, p.Start(b.Context(), componenttest.NewNopHost()))
	b.Cleanup(func() { require.NoError(b, p.Shutdown(context.WithoutCancel(b.Context()))) })
	return p
}

func batch(texts []string) plog.Logs {
	ld := plog.NewLogs()
	list := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for _, t := range texts {
		list.AppendEmpty().Body().SetStr(t)
	}
	return ld
}

// BenchmarkPeers measures prompts of 1 to 4 KB in five languages as log bodies:
// contrib's redaction with 46 rules, and pii_redaction with all its types. "copy"
// is what every iteration spends on a fresh input: subtract it.
func BenchmarkPeers(b *testing.B) {
	texts := corpus.Prompts(64, 7)
	size := 0
	for _, t := range texts {
		size += len(t)
	}
	input := batch(texts)
	blocked := make([]any, len(blockedValues))
	for i, v := range blockedValues {
		blocked[i] = v
	}
	require.Len(b, blocked, 46)
	run := func(p processor.Logs) func(*testing.B) {
		return func(b *testing.B) {
			b.Helper()
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				ld := plog.NewLogs()
				input.CopyTo(ld)
				if p != nil {
					require.NoError(b, p.ConsumeLogs(b.Context(), ld))
				}
			}
		}
	}
	b.Run("copy", run(nil))
	b.Run("contrib redaction, 46 rules", run(start(b, redactionprocessor.NewFactory(), map[string]any{
		"allow_all_keys": true, "redact_all_types": true, "blocked_values": blocked,
	})))
	b.Run("pii_redaction", run(start(b, piiredactionprocessor.NewFactory(), map[string]any{"channels": "all"})))
	s, err := scan.New(scan.Options{})
	require.NoError(b, err)
	b.Run("scanner alone", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(size))
		var dst []scan.Finding
		for b.Loop() {
			for _, t := range texts {
				dst = s.Scan(dst[:0], scan.Input{Text: t})
			}
		}
	})
}
