// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// strands is the dialect of Strands Agents. Its name stands where the provider
// belongs, and it measures in milliseconds.
var strands = rewrite.Dialect{
	Name:    "strands",
	Signals: []string{"event_loop.cycle_id"},
	Scopes:  []string{"strands."},
	Rules: []rewrite.Rule{
		{From: "gen_ai.usage.cache_read_input_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.cache_write_input_tokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "gen_ai.server.time_to_first_token", To: semconv.ResponseTimeToFirstChunk, Conv: milliseconds},
	},
	Finish: putProvider,
}
