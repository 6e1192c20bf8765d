// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// mastra is what Mastra's exporter writes otherwise than the conventions want. Of its
// spans of a call only the innermost has usage; the operations of those around it
// (model_generation, agent_step) are its own and stay.
// Source: recordings of @mastra/core 1.71.0.
var mastra = rewrite.Dialect{
	Name:    "mastra",
	Signals: []string{"mastra.span.type"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.usage.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
	},
}
