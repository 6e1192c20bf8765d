// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

type attrs = map[string]any

// row is one span as an instrumentation writes it. want is all that is there
// after a pass that removes originals.
type row struct {
	name, scope string
	in          attrs
	events      []event
	failed      bool
	want        attrs
}

type event struct {
	name  string
	after int64 // nanoseconds after the start of the span
	attrs attrs
}

func (tc row) span(t *testing.T) ptrace.Span {
	t.Helper()
	span := ptrace.NewSpan()
	span.SetName(tc.name)
	span.SetStartTimestamp(1_767_225_600_000_000_000) // 2026-01-01
	require.NoError(t, span.Attributes().FromRaw(tc.in))
	for _, e := range tc.events {
		ev := span.Events().AppendEmpty()
		ev.SetName(e.name)
		ev.SetTimestamp(span.StartTimestamp() + pcommon.Timestamp(e.after))
		require.NoError(t, ev.Attributes().FromRaw(e.attrs))
	}
	if tc.failed {
		span.Status().SetCode(ptrace.StatusCodeError)
	}
	return span
}

// check runs rows: they come out as wanted, a second pass changes nothing, and a
// pass that keeps originals writes the same.
func check(t *testing.T, rows map[string]row) {
	t.Helper()
	removing, err := rewrite.New(All(), rewrite.Options{RemoveOriginals: true, First: First, Common: Common(false)})
	require.NoError(t, err)
	keeping, err := rewrite.New(All(), rewrite.Options{First: First, Common: Common(false)})
	require.NoError(t, err)
	for name, tc := range rows {
		t.Run(name, func(t *testing.T) {
			span := tc.span(t)
			removing.ApplySpan(span, removing.Scope(tc.scope))
			assert.Equal(t, tc.want, span.Attributes().AsRaw())
			removing.ApplySpan(span, removing.Scope(tc.scope))
			assert.Equal(t, tc.want, span.Attributes().AsRaw(), "a second pass must change nothing")

			span = tc.span(t)
			keeping.ApplySpan(span, keeping.Scope(tc.scope))
			kept := span.Attributes().AsRaw()
			for k, v := range tc.want {
				assert.Equal(t, v, kept[k], k)
			}
			keeping.ApplySpan(span, keeping.Scope(tc.scope))
			assert.Equal(t, kept, span.Attributes().AsRaw(), "a second pass must change nothing")
		})
	}
}

func text(s string) attrs { return attrs{"type": "text", "content": s} }

func message(role string, parts ...any) attrs { return attrs{"role": role, "parts": parts} }

// finished is a message of the model.
func finished(reason string, parts ...any) attrs {
	return attrs{"role": "assistant", "parts": parts, "finish_reason": reason}
}

func call(id, name string, arguments any) attrs {
	c := attrs{"type": "tool_call", "name": name, "arguments": arguments}
	if id != "" {
		c["id"] = id
	}
	return c
}

// response answers the call c1.
func response(v any) attrs {
	return attrs{"type": "tool_call_response", "id": "c1", "response": v}
}
