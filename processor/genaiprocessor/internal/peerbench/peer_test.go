// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package peerbench

import (
	"context"
	"fmt"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/attributesprocessor"
	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/transformprocessor"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor"
)

// renames are what a user writes by hand to get the names of the conventions
// from OpenInference and the flattened OpenLLMetry: only plain renames, no
// folding of values, no list of finish reasons, no JSON.
var renames = [][2]string{
	{"llm.model_name", "gen_ai.request.model"},
	{"llm.provider", "gen_ai.provider.name"},
	{"llm.token_count.prompt", "gen_ai.usage.input_tokens"},
	{"llm.token_count.completion", "gen_ai.usage.output_tokens"},
	{"llm.token_count.prompt_details.cache_read", "gen_ai.usage.cache_read.input_tokens"},
	{"llm.token_count.completion_details.reasoning", "gen_ai.usage.reasoning.output_tokens"},
	{"llm.finish_reason", "gen_ai.response.finish_reasons"},
	{"session.id", "gen_ai.conversation.id"},
	{"openinference.span.kind", "gen_ai.operation.name"},
	{"gen_ai.system", "gen_ai.provider.name"},
	{"llm.request.type", "gen_ai.operation.name"},
	{"gen_ai.usage.prompt_tokens", "gen_ai.usage.input_tokens"},
	{"gen_ai.usage.completion_tokens", "gen_ai.usage.output_tokens"},
	{"traceloop.workflow.name", "gen_ai.workflow.name"},
	{"traceloop.association.properties.session_id", "gen_ai.conversation.id"},
}

func transformConfig() map[string]any {
	var statements []any
	for _, r := range renames {
		statements = append(statements,
			fmt.Sprintf(`set(span.attributes[%q], span.attributes[%q]) where span.attributes[%q] == nil and span.attributes[%q] != nil`, r[1], r[0], r[1], r[0]))
	}
	return map[string]any{"trace_statements": []any{map[string]any{"context": "span", "statements": statements}}}
}

func attributesConfig() map[string]any {
	var actions []any
	for _, r := range renames {
		actions = append(actions, map[string]any{"key": r[1], "from_attribute": r[0], "action": "insert"})
	}
	return map[string]any{"actions": actions}
}

func start(b *testing.B, f processor.Factory, config map[string]any) processor.Traces {
	b.Helper()
	cfg := f.CreateDefaultConfig()
	require.NoError(b, confmap.NewFromStringMap(config).Unmarshal(cfg))
	p, err := f.CreateTraces(b.Context(), processortest.NewNopSettings(f.Type()), cfg, consumertest.NewNop())
	require.NoError(b, err)
	require.NoError(b, p.Start(b.Context(), componenttest.NewNopHost()))
	b.Cleanup(func() { require.NoError(b, p.Shutdown(context.WithoutCancel(b.Context()))) })
	return p
}

var spans = map[string]map[string]any{
	"openinference": padded(map[string]any{
		"openinference.span.kind": "LLM", "llm.provider": "openai", "llm.model_name": "gpt-4o-2024-08-06",
		"llm.token_count.prompt": 1200, "llm.token_count.completion": 300, "llm.token_count.total": 1500,
		"llm.token_count.prompt_details.cache_read": 1024, "llm.token_count.completion_details.reasoning": 100,
		"llm.finish_reason": "stop", "session.id": "s-1", "user.id": "u-1",
	}),
	"openllmetry": padded(map[string]any{
		"gen_ai.system": "OpenAI", "llm.request.type": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.response.model": "gpt-4o-2024-08-06",
		"gen_ai.request.max_tokens": 256, "gen_ai.request.temperature": 0.2, "gen_ai.usage.prompt_tokens": 1200,
		"gen_ai.usage.completion_tokens": 300, "llm.usage.total_tokens": 1500, "gen_ai.completion.0.finish_reason": "stop",
		"traceloop.workflow.name": "answer", "traceloop.association.properties.session_id": "s-1",
	}),
	"not_genai": padded(map[string]any{
		"http.request.method": "POST", "http.response.status_code": 200, "url.path": "/v1/chat", "server.address": "api", "server.port": 443,
	}),
}

func padded(attributes map[string]any) map[string]any {
	for i := 0; len(attributes) < 24; i++ {
		attributes[fmt.Sprintf("app.custom.attribute_%02d", i)] = "some value of the application"
	}
	return attributes
}

// BenchmarkPeers measures batches of 100 spans of 24 attributes. "copy" is what
// every iteration spends on a fresh input: subtract it.
func BenchmarkPeers(b *testing.B) {
	processors := []struct {
		name string
		p    processor.Traces
	}{
		{"copy", nil},
		{"genai", start(b, genaiprocessor.NewFactory(), nil)},
		{"attributes", start(b, attributesprocessor.NewFactory(), attributesConfig())},
		{"transform", start(b, transformprocessor.NewFactory(), transformConfig())},
	}
	for _, kind := range []string{"openinference", "openllmetry", "not_genai"} {
		input := ptrace.NewTraces()
		list := input.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
		for range 100 {
			require.NoError(b, list.AppendEmpty().Attributes().FromRaw(spans[kind]))
		}
		for _, c := range processors {
			b.Run(kind+"/"+c.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					td := ptrace.NewTraces()
					input.CopyTo(td)
					if c.p != nil {
						if err := c.p.ConsumeTraces(b.Context(), td); err != nil {
							b.Fatal(err)
						}
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/span")
			})
		}
	}
}
