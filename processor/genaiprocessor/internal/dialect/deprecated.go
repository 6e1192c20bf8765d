// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// deprecated holds the names that OpenTelemetry itself once gave and has
// replaced since.
var deprecated = rewrite.Dialect{
	Name: "otel_deprecated",
	Signals: []string{
		"gen_ai.system", "gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens",
		semconv.UsageCacheCreationInputTokens, "gen_ai.openai.request.seed", "gen_ai.openai.response.service_tier",
		"llm.usage.token_type", "gen_ai.usage.token_type",
		"gen_ai.openai.request.response_format", "gen_ai.response.finish_reason", "gen_ai.client.operation.time_to_first_chunk",
		"gen_ai.openai.request.service_tier", "gen_ai.openai.response.system_fingerprint",
	},
	Rules: []rewrite.Rule{
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: semconv.UsageCacheCreationInputTokens, To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.openai.request.seed", To: semconv.RequestSeed},
		{From: "gen_ai.openai.request.service_tier", To: semconv.OpenAIRequestServiceTier},
		{From: "gen_ai.openai.response.service_tier", To: semconv.OpenAIResponseTier},
		{From: "gen_ai.openai.response.system_fingerprint", To: semconv.OpenAISystemFingerprint},
		{From: "gen_ai.openai.request.response_format", To: semconv.OutputType, Conv: fold(map[string]string{
			"json_object": "json", "json_schema": "json", "json": "json", "text": "text",
		})},
		{From: "gen_ai.response.finish_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "gen_ai.client.operation.time_to_first_chunk", To: semconv.ResponseTimeToFirstChunk},
		{From: "gen_ai.usage.token_type", To: semconv.TokenType, Conv: fold(tokenTypes)},
		{From: "llm.usage.token_type", To: semconv.TokenType, Conv: fold(tokenTypes)},
	},
}

// tokenTypes are the values of gen_ai.token.type, an attribute of metrics.
var tokenTypes = map[string]string{"input": "input", "prompt": "input", "output": "output", "completion": "output"}
