// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadata"
)

func oneRecord(t *testing.T, cfg *Config, name string, body any, attrs map[string]any) plog.LogRecord {
	t.Helper()
	sink := new(consumertest.LogsSink)
	p, err := NewFactory().CreateLogs(t.Context(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)
	require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, p.Shutdown(context.WithoutCancel(t.Context()))) })
	ld := plog.NewLogs()
	record := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	require.NoError(t, record.Attributes().FromRaw(attrs))
	require.NoError(t, record.Body().FromRaw(body))
	record.SetEventName(name)
	require.NoError(t, p.ConsumeLogs(t.Context(), ld))
	require.NoError(t, p.ConsumeLogs(t.Context(), ld)) // a second pass must change nothing
	return sink.AllLogs()[1].ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
}

func TestEvents(t *testing.T) {
	type m = map[string]any
	text := func(role, content string) []any {
		return []any{m{"role": role, "parts": []any{m{"type": "text", "content": content}}}}
	}
	for name, tc := range map[string]struct {
		event    string
		body     any
		attrs    m
		want     m
		wantBody any
	}{
		"user message": {
			event: "gen_ai.user.message", body: m{"content": "Hi", "role": "user"}, attrs: m{"gen_ai.system": "openai"},
			want: m{"gen_ai.provider.name": "openai", "gen_ai.input.messages": text("user", "Hi")},
		},
		"event name as attribute": {
			body: m{"content": "Be brief."}, attrs: m{"event.name": "gen_ai.system.message", "gen_ai.system": "anthropic"},
			want: m{"event.name": "gen_ai.system.message", "gen_ai.provider.name": "anthropic", "gen_ai.input.messages": text("system", "Be brief.")},
		},
		"assistant message with a call": {
			event: "gen_ai.assistant.message",
			body:  m{"tool_calls": []any{m{"id": "c1", "type": "function", "function": m{"name": "get", "arguments": `{"x":1}`}}}},
			want: m{"gen_ai.input.messages": []any{m{"role": "assistant", "parts": []any{
				m{"type": "tool_call", "id": "c1", "name": "get", "arguments": m{"x": int64(1)}},
			}}}},
		},
		"tool message": {
			event: "gen_ai.tool.message", body: m{"id": "c1", "content": "15"},
			want: m{"gen_ai.input.messages": []any{m{"role": "tool", "parts": []any{m{"type": "tool_call_response", "id": "c1", "response": "15"}}}}},
		},
		"choice": {
			event: "gen_ai.choice", body: m{"index": 0, "finish_reason": "stop", "message": m{"role": "assistant", "content": "Hello"}},
			want: m{"gen_ai.output.messages": text("assistant", "Hello"), "gen_ai.response.finish_reasons": []any{"stop"}},
		},
		"an unknown field keeps the body": {
			event: "gen_ai.user.message", body: m{"content": "Hi", "mood": "good"},
			want: m{"gen_ai.input.messages": text("user", "Hi")}, wantBody: m{"content": "Hi", "mood": "good"},
		},
		"details in the body": {
			event: "gen_ai.client.inference.operation.details", body: m{"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 5},
			want: m{"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": int64(5)},
		},
		"details in the attributes": {
			event: "gen_ai.client.inference.operation.details", body: "text", attrs: m{"gen_ai.operation.name": "chat", "gen_ai.usage.prompt_tokens": 5},
			want: m{"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": int64(5)}, wantBody: "text",
		},
		"semantic kernel: the choice as JSON in a string": {
			event: "gen_ai.choice", body: `{"message":{"role":"assistant","content":"Hello"},"finish_reason":"FinishReason.STOP"}`,
			want: m{"gen_ai.output.messages": text("assistant", "Hello"), "gen_ai.response.finish_reasons": []any{"stop"}},
		},
		"semantic kernel: an unknown field keeps the string": {
			event: "gen_ai.user.message", body: `{"role":"user","content":"Hi","mood":"good"}`,
			want: m{"gen_ai.input.messages": text("user", "Hi")}, wantBody: `{"role":"user","content":"Hi","mood":"good"}`,
		},
		"a body that was cut off is text": {
			event: "gen_ai.user.message", body: `{"role":"user","content":"Hi`,
			want: m{"gen_ai.input.messages": text("user", `{"role":"user","content":"Hi`)},
		},
		"claude code: a call": {
			event: "", body: "claude_code.api_request",
			attrs: m{"event.name": "api_request", "model": "claude-opus-4-1", "input_tokens": 10, "output_tokens": 5, "cache_read_tokens": 80, "cache_creation_tokens": 10, "session.id": "s"},
			want: m{
				"event.name": "api_request", "gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic", "gen_ai.request.model": "claude-opus-4-1",
				"gen_ai.usage.input_tokens": int64(100), "genai.usage.reported.input_tokens": int64(10), "gen_ai.usage.output_tokens": int64(5),
				"gen_ai.usage.cache_read.input_tokens": int64(80), "gen_ai.usage.cache_write.input_tokens": int64(10), "gen_ai.conversation.id": "s",
			},
			wantBody: "claude_code.api_request",
		},
		"codex: the end of a response": {
			event: "", body: nil,
			attrs: m{"event.name": "codex.sse_event", "event.kind": "response.completed", "conversation.id": "c", "model": "gpt-5", "input_token_count": 23, "output_token_count": "7", "cached_token_count": 5, "reasoning_token_count": 3},
			want: m{
				"event.name": "codex.sse_event", "event.kind": "response.completed", "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5",
				"gen_ai.conversation.id": "c", "gen_ai.usage.input_tokens": int64(23), "gen_ai.usage.output_tokens": int64(7), "gen_ai.usage.cache_read.input_tokens": int64(5),
				"gen_ai.usage.reasoning.output_tokens": int64(3),
			},
		},
		"another event": {
			event: "user.login", body: m{"content": "x"}, attrs: m{"user.name": "y"},
			want: m{"user.name": "y"}, wantBody: m{"content": "x"},
		},
		"a choice that has not ended": {
			event: "gen_ai.choice", body: m{"finish_reason": "", "message": m{"role": "assistant", "content": "Hel"}},
			want: m{"gen_ai.output.messages": text("assistant", "Hel")},
		},
		"a choice with its calls beside the message": {
			event: "gen_ai.choice",
			body: m{
				"index": 0, "finish_reason": "tool_calls", "message": m{"content": "One moment."},
				"tool_calls": []any{m{"id": "c1", "type": "function", "function": m{"name": "get", "arguments": `{"x":1}`}}},
			},
			want: m{"gen_ai.response.finish_reasons": []any{"tool_calls"}, "gen_ai.output.messages": []any{m{"role": "assistant", "parts": []any{
				m{"type": "text", "content": "One moment."}, m{"type": "tool_call", "id": "c1", "name": "get", "arguments": m{"x": int64(1)}},
			}}}},
		},
		"a choice of calls alone": {
			event: "gen_ai.choice",
			body: m{
				"finish_reason": "tool_calls", "message": m{"content": nil},
				"tool_calls": []any{m{"id": "c1", "type": "function", "function": m{"name": "get", "arguments": m{}}}},
			},
			want: m{"gen_ai.response.finish_reasons": []any{"tool_calls"}, "gen_ai.output.messages": []any{m{"role": "assistant", "parts": []any{
				m{"type": "tool_call", "id": "c1", "name": "get", "arguments": m{}},
			}}}},
		},
		"content beside the message keeps the body": {
			event: "gen_ai.choice", body: m{"message": m{"content": "Hi"}, "content": "Ho"},
			want: m{"gen_ai.output.messages": text("assistant", "Hi")}, wantBody: m{"message": m{"content": "Hi"}, "content": "Ho"},
		},
		"another finish reason keeps the body": {
			event: "gen_ai.choice", body: m{"message": m{"content": "Hi"}, "finish_reason": "length"}, attrs: m{"gen_ai.response.finish_reasons": []any{"stop"}},
			want:     m{"gen_ai.output.messages": text("assistant", "Hi"), "gen_ai.response.finish_reasons": []any{"stop"}},
			wantBody: m{"message": m{"content": "Hi"}, "finish_reason": "length"},
		},
		"a field that this kind of message has no place for keeps the body": {
			event: "gen_ai.tool.message", body: m{"id": "c1", "content": "15", "name": "get"},
			want:     m{"gen_ai.input.messages": []any{m{"role": "tool", "parts": []any{m{"type": "tool_call_response", "id": "c1", "response": "15"}}}}},
			wantBody: m{"id": "c1", "content": "15", "name": "get"},
		},
		"the id of a message keeps the body": {
			event: "gen_ai.user.message", body: m{"id": "m1", "content": "Hi"},
			want: m{"gen_ai.input.messages": text("user", "Hi")}, wantBody: m{"id": "m1", "content": "Hi"},
		},
		"details as JSON in the body": {
			event: "gen_ai.client.inference.operation.details", body: `{"gen_ai.operation.name":"chat","gen_ai.usage.input_tokens":5}`,
			want: m{"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": int64(5)},
		},
		"no body": {
			event: "gen_ai.choice", body: nil, want: m{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			record := oneRecord(t, removing(), tc.event, tc.body, tc.attrs)
			assert.Equal(t, tc.want, record.Attributes().AsRaw())
			assert.Equal(t, tc.wantBody, record.Body().AsRaw())
			assert.Equal(t, tc.event, record.EventName())

			kept := oneRecord(t, createDefaultConfig().(*Config), tc.event, tc.body, tc.attrs)
			want, err := json.Marshal(tc.body)
			require.NoError(t, err)
			got, err := json.Marshal(kept.Body().AsRaw())
			require.NoError(t, err)
			assert.JSONEq(t, string(want), string(got), "a body that is kept is kept whole")
		})
	}
}

// TestEventsAgentAndGateway sends an event through an agent that keeps bodies and
// a gateway that does not: the body goes where the agent has made an attribute of it.
func TestEventsAgentAndGateway(t *testing.T) {
	for name, tc := range map[string]struct {
		event string
		body  any
		want  any
	}{
		"message": {"gen_ai.user.message", map[string]any{"content": "Hi"}, nil},
		"tool":    {"gen_ai.tool.message", map[string]any{"id": "c1", "content": "15"}, nil},
		"choice":  {"gen_ai.choice", map[string]any{"finish_reason": "stop", "message": map[string]any{"content": "Hi"}}, nil},
		"details": {"gen_ai.client.inference.operation.details", map[string]any{"gen_ai.operation.name": "chat"}, nil},
		"more":    {"gen_ai.user.message", map[string]any{"content": "Hi", "mood": "good"}, map[string]any{"content": "Hi", "mood": "good"}},
	} {
		t.Run(name, func(t *testing.T) {
			asJSON := createDefaultConfig().(*Config)
			asJSON.Content = ContentJSON
			for _, agent := range []*Config{createDefaultConfig().(*Config), asJSON} {
				kept := oneRecord(t, agent, tc.event, tc.body, nil)
				attrs := kept.Attributes().AsRaw()
				record := oneRecord(t, removing(), tc.event, kept.Body().AsRaw(), attrs)
				assert.Equal(t, tc.want, record.Body().AsRaw())
				assert.Equal(t, attrs, record.Attributes().AsRaw())
			}
		})
	}
}
