// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package peerbench

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/corpus"
)

// BenchmarkSpan measures one span of a call with about 3 KB of messages as JSON,
// through either processor.
func BenchmarkSpan(b *testing.B) {
	const size = 3 << 10
	text := ""
	for _, t := range corpus.Prompts(16, 11) {
		text += t
	}
	text = text[:size]
	messages, err := json.Marshal([]any{map[string]any{"role": "user", "parts": []any{map[string]any{"type": "text", "content": text}}}})
	require.NoError(b, err)
	input := ptrace.NewTraces()
	span := input.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName("chat gpt-4o")
	require.NoError(b, span.Attributes().FromRaw(map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o", "gen_ai.response.id": "chatcmpl-9f1c2d3e4f506172",
		"gen_ai.usage.input_tokens": 700, "gen_ai.usage.output_tokens": 120, "server.address": "api.openai.com", "gen_ai.input.messages": string(messages),
	}))
	blocked := make([]any, len(blockedValues))
	for i, v := range blockedValues {
		blocked[i] = v
	}
	for _, bc := range []struct {
		name    string
		factory processor.Factory
		config  map[string]any
	}{
		{"contrib redaction, 46 rules", redactionprocessor.NewFactory(), map[string]any{"allow_all_keys": true, "redact_all_types": true, "blocked_values": blocked}},
		{"pii_redaction", piiredactionprocessor.NewFactory(), nil},
	} {
		b.Run(bc.name, func(b *testing.B) {
			cfg := bc.factory.CreateDefaultConfig()
			require.NoError(b, confmap.NewFromStringMap(bc.config).Unmarshal(cfg))
			p, err := bc.factory.CreateTraces(b.Context(), processortest.NewNopSettings(bc.factory.Type()), cfg, consumertest.NewNop())
			require.NoError(b, err)
			require.NoError(b, p.Start(b.Context(), componenttest.NewNopHost()))
			b.Cleanup(func() { require.NoError(b, p.Shutdown(context.WithoutCancel(b.Context()))) })
			b.ReportAllocs()
			for b.Loop() {
				td := ptrace.NewTraces()
				input.CopyTo(td)
				require.NoError(b, p.ConsumeTraces(b.Context(), td))
			}
		})
	}
}
