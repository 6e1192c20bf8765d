// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// semanticKernel is the dialect of Microsoft's Semantic Kernel. Its first
// versions had names of their own for the token counts.
var semanticKernel = rewrite.Dialect{
	Name:    "semantic_kernel",
	Signals: []string{"gen_ai.response.prompt_tokens", "gen_ai.response.completion_tokens", "sk.available_functions"},
	Scopes:  []string{"semantic_kernel", "Microsoft.SemanticKernel"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.response.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.response.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "gen_ai.response.finish_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
	},
}
