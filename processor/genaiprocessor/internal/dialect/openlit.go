// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// openLIT is the dialect of OpenLIT's SDKs, which follow the conventions of
// their day but for a set of names of their own.
var openLIT = rewrite.Dialect{
	Name: "openlit",
	Signals: []string{
		"gen_ai.sdk.version", "gen_ai.application_name", "gen_ai.request.is_stream", "gen_ai.client.token.usage",
		"openlit.agent.version_hash",
	},
	Scopes: []string{"openlit", "@openlit/"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.llm.provider", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.llm.model", To: semconv.RequestModel},
		{From: "gen_ai.request.is_stream", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "gen_ai.response.finish_reason", To: semconv.ResponseFinishReasons},
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "gen_ai.token.usage.input", To: semconv.UsageInputTokens},
		{From: "gen_ai.token.usage.output", To: semconv.UsageOutputTokens},
		{From: "gen_ai.usage.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
	},
	Finish: finishOpenLIT,
}

var (
	openLITTotal      = rewrite.K("gen_ai.client.token.usage")
	openLITUsageTotal = rewrite.K("gen_ai.usage.total_tokens")
	openLITIsStream   = rewrite.K("gen_ai.request.is_stream")
)

func finishOpenLIT(r *rewrite.Record) {
	consumeTotal(r, openLITTotal)
	consumeTotal(r, openLITUsageTotal)
	// "Not streamed" is what the absence of gen_ai.request.stream says.
	r.Consume(openLITIsStream)
}
