// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

func TestTGI(t *testing.T) {
	e, err := rewrite.New(All(), rewrite.Options{First: First, Common: Common(false)})
	require.NoError(t, err)
	span := ptrace.NewSpan()
	span.SetName("generate_stream")
	require.NoError(t, span.Attributes().FromRaw(map[string]any{
		"parameters": "GenerateParameters { best_of: None, temperature: Some(0.7), repetition_penalty: None, top_k: Some(40), top_p: Some(0.95), " +
			"max_new_tokens: Some(20), stop: [], seed: None }",
		"total_time": "2.4s", "validation_time": "412.5µs", "queue_time": "900ns", "inference_time": "2.39s", "time_per_token": "12ms", "seed": "Some(1)",
	}))
	e.ApplySpan(span, e.Scope(""))
	got := span.Attributes().AsRaw()
	for name, want := range map[string]any{
		"gen_ai.operation.name": "text_completion", "gen_ai.provider.name": "tgi", "gen_ai.request.stream": true,
		"gen_ai.request.temperature": 0.7, "gen_ai.request.top_p": 0.95, "gen_ai.request.top_k": int64(40),
		"gen_ai.request.max_tokens": int64(20), "gen_ai.request.seed": int64(1), "total_time": "2.4s",
	} {
		assert.Equal(t, want, got[name], name)
	}

	other := ptrace.NewSpan()
	other.Attributes().PutStr("validation_time", "1s")
	e.ApplySpan(other, e.Scope(""))
	assert.Equal(t, 1, other.Attributes().Len(), "one word is not enough")
}
