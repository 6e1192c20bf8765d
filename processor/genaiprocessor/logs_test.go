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
		"another event": {
			event: "user.login", body: m{"content": "x"}, attrs: m{"user.name": "y"},
			want: m{"user.name": "y"}, wantBody: m{"content": "x"},
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
