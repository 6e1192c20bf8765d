// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadata"
)

// benchmarkSpans are spans of 24 attributes each.
var benchmarkSpans = map[string]map[string]any{
	"openinference": padded(map[string]any{
		"openinference.span.kind": "LLM", "llm.system": "openai", "llm.provider": "openai", "llm.model_name": "gpt-4o-2024-08-06",
		"llm.invocation_parameters": `{"model":"gpt-4o","temperature":0.2,"max_tokens":256}`,
		"llm.token_count.prompt":    1200, "llm.token_count.completion": 300, "llm.token_count.total": 1500,
		"llm.token_count.prompt_details.cache_read": 1024, "llm.token_count.completion_details.reasoning": 100,
		"llm.finish_reason": "stop", "session.id": "s-1", "user.id": "u-1",
	}),
	"openllmetry": padded(map[string]any{
		"gen_ai.system": "OpenAI", "llm.request.type": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.response.model": "gpt-4o-2024-08-06",
		"gen_ai.request.max_tokens": 256, "gen_ai.request.temperature": 0.2, "gen_ai.usage.prompt_tokens": 1200,
		"gen_ai.usage.completion_tokens": 300, "llm.usage.total_tokens": 1500, "gen_ai.completion.0.finish_reason": "stop",
		"llm.is_streaming": false, "traceloop.workflow.name": "answer", "traceloop.association.properties.session_id": "s-1",
	}),
	"openlit": padded(map[string]any{
		"gen_ai.system": "openai", "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o", "gen_ai.response.model": "gpt-4o-2024-08-06",
		"gen_ai.request.max_tokens": 256, "gen_ai.request.temperature": 0.2, "gen_ai.request.is_stream": true, "gen_ai.usage.input_tokens": 1200,
		"gen_ai.usage.output_tokens": 300, "gen_ai.usage.total_tokens": 1500, "gen_ai.response.finish_reason": "stop",
		"gen_ai.application_name": "chat", "gen_ai.sdk.version": "1.33",
	}),
	"conventions": padded(map[string]any{
		"gen_ai.provider.name": "openai", "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o",
		"gen_ai.response.model": "gpt-4o-2024-08-06", "gen_ai.usage.input_tokens": 1200, "gen_ai.usage.output_tokens": 300,
		"gen_ai.response.finish_reasons": []any{"stop"}, "gen_ai.request.max_tokens": 256, "gen_ai.request.temperature": 0.2,
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

// liveHeap keeps some 20 MB of spans, as a collector has them in its queues, until the
// benchmark is over. With less the benchmark would measure how often an empty heap is
// collected, and what is allocated would always lie in the cache.
func liveHeap(b *testing.B) {
	b.Helper()
	batches := make([]ptrace.Traces, 150)
	for i := range batches {
		batches[i] = ptrace.NewTraces()
		spans := batches[i].ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
		for range 100 {
			require.NoError(b, spans.AppendEmpty().Attributes().FromRaw(benchmarkSpans["openinference"]))
		}
	}
	b.Cleanup(func() { runtime.KeepAlive(batches) })
}

// BenchmarkTraces measures a batch of 100 spans: "copied" ones, as behind a fan-out,
// whose attributes have no room for more, and "received" ones, as from the wire. To
// copy or to receive them is measured alone as "input", to be subtracted. What is put
// "by_hand" are the same targets, by somebody who knows them.
func BenchmarkTraces(b *testing.B) {
	liveHeap(b)
	for _, name := range []string{"openinference", "openllmetry", "openlit", "conventions", "not_genai"} {
		batch := ptrace.NewTraces()
		spans := batch.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
		for range 100 {
			require.NoError(b, spans.AppendEmpty().Attributes().FromRaw(benchmarkSpans[name]))
		}
		wire, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(batch)
		require.NoError(b, err)
		b.Run(name+"/copied", func(b *testing.B) {
			benchmarkTraces(b, func() ptrace.Traces {
				td := ptrace.NewTraces()
				batch.CopyTo(td)
				return td
			})
		})
		b.Run(name+"/received", func(b *testing.B) {
			var receiver ptrace.ProtoUnmarshaler
			benchmarkTraces(b, func() ptrace.Traces {
				td, _ := receiver.UnmarshalTraces(wire)
				return td
			})
		})
	}
}

func benchmarkTraces(b *testing.B, input func() ptrace.Traces) {
	b.Helper()
	measure := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/span")
		})
	}
	measure("input", func() { input() })
	targets := targetsOf(b, input())
	measure("by_hand", func() {
		for _, span := range input().ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
			attributes := span.Attributes()
			attributes.EnsureCapacity(attributes.Len() + targets.Len())
			for name, value := range targets.All() {
				value.CopyTo(attributes.PutEmpty(name))
			}
		}
	})
	for _, originals := range []RemoveOriginals{RemoveNone, RemoveMapped} {
		cfg := createDefaultConfig().(*Config)
		cfg.RemoveOriginals = originals
		p, err := newGenAI(processortest.NewNopSettings(metadata.Type), cfg)
		require.NoError(b, err)
		measure("remove_"+string(originals), func() {
			if _, err := p.processTraces(b.Context(), input()); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// targetsOf returns what genai adds to the first span.
func targetsOf(b *testing.B, td ptrace.Traces) pcommon.Map {
	b.Helper()
	span := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes()
	before := pcommon.NewMap()
	span.CopyTo(before)
	p, err := newGenAI(processortest.NewNopSettings(metadata.Type), createDefaultConfig().(*Config))
	require.NoError(b, err)
	_, err = p.processTraces(b.Context(), td)
	require.NoError(b, err)
	targets := pcommon.NewMap()
	span.CopyTo(targets)
	targets.RemoveIf(func(name string, _ pcommon.Value) bool {
		_, had := before.Get(name)
		return had
	})
	return targets
}

// BenchmarkMessages measures spans that carry ten messages, against the cost of
// copying their text once, and against a copy of what is built: the structure
// that the conventions want takes a dozen allocations per message, whoever
// builds it. The text of "escaped" has a line break every 45 bytes.
func BenchmarkMessages(b *testing.B) {
	liveHeap(b)
	const line = "The quick brown fox jumps over the lazy dog. "
	for _, c := range []struct {
		name string
		text string
	}{
		{"200B", strings.Repeat(line, 200/len(line))},
		{"2KB", strings.Repeat(line, 2048/len(line))},
		{"2KB_escaped", strings.Repeat(line[:len(line)-1]+"\n", 2048/len(line))},
		{"16KB", strings.Repeat(line, 16384/len(line))},
	} {
		b.Run(c.name, func(b *testing.B) { benchmarkMessages(b, c.text) })
	}
}

func benchmarkMessages(b *testing.B, text string) {
	b.Helper()
	const messages = 10
	// In the order in which instrumentations write them.
	call := func(span ptrace.Span) {
		span.Attributes().PutStr("openinference.span.kind", "LLM")
		span.Attributes().PutStr("llm.model_name", "gpt-4o")
	}
	flattened, inJSON := ptrace.NewSpan(), ptrace.NewSpan()
	call(flattened)
	call(inJSON)
	asJSON := make([]map[string]any, messages)
	for i := range messages {
		flattened.Attributes().PutStr(fmt.Sprintf("llm.input_messages.%d.message.role", i), "user")
		flattened.Attributes().PutStr(fmt.Sprintf("llm.input_messages.%d.message.content", i), text)
		asJSON[i] = map[string]any{"role": "user", "content": text}
	}
	list, err := json.Marshal(asJSON)
	require.NoError(b, err)
	inJSON.Attributes().PutStr("llm.input_messages", string(list))
	measure := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
	measure("copy_of_the_text", func() {
		for range messages {
			_ = strings.Clone(text)
		}
	})
	for _, content := range []ContentFormat{ContentStructured, ContentJSON} {
		cfg := createDefaultConfig().(*Config)
		cfg.Content = content
		p, err := newGenAI(processortest.NewNopSettings(metadata.Type), cfg)
		require.NoError(b, err)
		scope := p.engine.Scope("")
		for _, c := range []struct {
			name  string
			input ptrace.Span
		}{{"flattened", flattened}, {"json", inJSON}} {
			input := c.input
			name := c.name + "_to_" + string(content)
			measure(name, func() {
				span := ptrace.NewSpan()
				input.CopyTo(span)
				p.engine.ApplySpan(span, scope)
			})
			measure(name+"_copy_of_the_span", func() { input.CopyTo(ptrace.NewSpan()) })
			span := ptrace.NewSpan()
			input.CopyTo(span)
			p.engine.ApplySpan(span, scope)
			built, ok := span.Attributes().Get("gen_ai.input.messages")
			require.True(b, ok)
			measure(name+"_copy_of_what_is_built", func() { built.CopyTo(pcommon.NewValueEmpty()) })
		}
	}
}
