// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// TestHostileIndices sends what no instrumentation writes: an index per attribute,
// backwards, far out. Nothing is lost and nothing takes long; what is beyond the
// bounds stays as it is.
func TestHostileIndices(t *testing.T) {
	e, err := rewrite.New(All(), rewrite.Options{RemoveOriginals: true, First: First, Common: Common(false)})
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		key      string
		from, to int
		target   string
		built    int // entries of the target
		left     int // attributes that stay
	}{
		"messages":                    {"gen_ai.prompt.%d.content", 9_999, 0, "gen_ai.input.messages", 10_000, 0},
		"messages beyond four digits": {"gen_ai.prompt.%d.content", 1_000_000_999, 1_000_000_000, "gen_ai.input.messages", 0, 1_000},
		"calls of one message":        {"gen_ai.completion.0.tool_calls.%d.name", 1_999, 0, "gen_ai.output.messages", 1, 2_000 - maxParts},
		"parts of one message":        {"llm.input_messages.0.message.contents.%d.message_content.text", 1_999, 0, "gen_ai.input.messages", 1, 2_000 - maxParts},
		"tools":                       {"llm.request.functions.%d.name", 1_999, 0, "gen_ai.tool.definitions", maxParts, 2_000 - maxParts},
	} {
		t.Run(name, func(t *testing.T) {
			span := ptrace.NewSpan()
			span.Attributes().PutStr("llm.request.type", "chat")
			span.Attributes().EnsureCapacity(tc.from - tc.to + 2)
			raw := map[string]any{"llm.request.type": "chat"}
			for i := tc.from; i >= tc.to; i-- {
				raw[fmt.Sprintf(tc.key, i)] = fmt.Sprint("text ", i)
			}
			require.NoError(t, span.Attributes().FromRaw(raw))
			e.ApplySpan(span, e.Scope(""))
			built, left := 0, 0
			for key, v := range span.Attributes().All() {
				if key == tc.target {
					built = v.Slice().Len()
				} else if _, ok := raw[key]; ok && key != "llm.request.type" {
					left++
				}
			}
			assert.Equal(t, tc.built, built)
			assert.Equal(t, tc.left, left)
		})
	}
}
