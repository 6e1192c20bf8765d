// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// pydanticAI is the dialect of Pydantic AI. The aggregated usage of its agent
// spans repeats that of the calls below and stays under its own name.
var pydanticAI = rewrite.Dialect{
	Name: "pydantic_ai",
	Signals: []string{
		"gen_ai.aggregated_usage.input_tokens", "pydantic_ai.all_messages", "all_messages_events",
		"gen_ai.usage.details.cached_tokens", "gen_ai.usage.details.reasoning_tokens", "gen_ai.usage.details.cache_read_tokens",
	},
	Scopes: []string{"pydantic-ai", "pydantic_ai"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.usage.details.cache_read_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.details.cached_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.details.cache_write_tokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.usage.details.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "gen_ai.usage.details.input_audio_tokens", To: semconv.UsageAudioInputTokens},
		{From: "gen_ai.usage.details.output_audio_tokens", To: semconv.UsageAudioOutputTokens},
		{From: "model_name", To: semconv.RequestModel},
		{From: "agent_name", To: semconv.AgentName},
	},
	Finish: finishPydanticAI,
}

var (
	pydanticArguments = rewrite.K("tool_arguments")
	pydanticResponse  = rewrite.K("tool_response")
)

func finishPydanticAI(r *rewrite.Record) {
	if r.HasSpan && strings.HasPrefix(r.Span.Name(), "running tool") && r.Has(toolName) {
		r.Put(operationName, rewrite.Str(opExecuteTool))
	}
	if putDecoded(r, toolCallArguments, r.Str(pydanticArguments)) {
		r.Consume(pydanticArguments)
	}
	if putDecoded(r, toolCallResult, r.Str(pydanticResponse)) {
		r.Consume(pydanticResponse)
	}
}
