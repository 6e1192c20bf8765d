// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// codex is the dialect of the log events of OpenAI's Codex: of a response's
// events the last one carries the token counts, cached ones included. One of its
// spans repeats them, without a model. Source: Codex 0.169, run.
var codex = rewrite.Dialect{
	Name:    "codex",
	Signals: []string{"cached_token_count", "reasoning_token_count", "codex.usage.reasoning_output_tokens"},
	Rules: []rewrite.Rule{
		{From: "input_token_count", To: semconv.UsageInputTokens},
		{From: "output_token_count", To: semconv.UsageOutputTokens},
		{From: "cached_token_count", To: semconv.UsageCacheReadInputTokens},
		{From: "cache_write_token_count", To: semconv.UsageCacheWriteInputTokens},
		{From: "reasoning_token_count", To: semconv.UsageReasoningOutputTokens},
		{From: "codex.usage.reasoning_output_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "model", To: semconv.RequestModel},
		{From: "conversation.id", To: semconv.ConversationID},
	},
	Finish: finishCodex,
}

func finishCodex(r *rewrite.Record) {
	if strings.HasPrefix(r.Str(eventName), "codex.") && r.Has(usageInputTokens) {
		r.Put(operationName, rewrite.Str(opChat))
		r.Put(providerName, rewrite.Str("openai"))
	}
}
