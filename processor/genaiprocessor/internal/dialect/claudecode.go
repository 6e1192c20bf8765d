// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"regexp"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// claudeCode is the dialect of Claude Code's spans and log events: bare names,
// of which only those of calls are token counts, and input tokens without the
// cached ones.
// Source: https://code.claude.com/docs/en/monitoring-usage.
var claudeCode = rewrite.Dialect{
	Name:    "claude_code",
	Signals: []string{"llm_request.context", "cache_read_tokens", "cache_creation_tokens"},
	Scopes:  []string{"com.anthropic.claude_code"},
	Rules: []rewrite.Rule{
		{From: "session.id", To: semconv.ConversationID},
	},
	Calls: []rewrite.Rule{
		{From: "model", To: semconv.RequestModel, Conv: withoutColors},
		{From: "output_tokens", To: semconv.UsageOutputTokens},
		{From: "cache_read_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "cache_creation_tokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "ttft_ms", To: semconv.ResponseTimeToFirstChunk, Conv: milliseconds},
		{From: "stop_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
	},
	Finish: finishClaudeCode,
}

var (
	claudeSpanType  = rewrite.K("span.type")
	claudeInput     = rewrite.K("input_tokens")
	claudeTool      = rewrite.K("tool_name")
	claudeToolInput = rewrite.K("tool_input")
)

func finishClaudeCode(r *rewrite.Record) {
	kind := strings.TrimPrefix(r.Str(claudeSpanType), "claude_code.")
	if kind == "" {
		kind, _ = strings.CutPrefix(r.SpanName(), "claude_code.")
	}
	if !r.HasSpan {
		kind = map[string]string{"api_request": "llm_request", "tool_result": "tool"}[strings.TrimPrefix(r.Str(eventName), "claude_code.")]
	}
	switch kind {
	case "llm_request":
		claudeCall(r)
	case "tool":
		r.Put(operationName, rewrite.Str(opExecuteTool))
		r.Map(claudeTool, toolName, nil)
		if text := r.Str(claudeToolInput); text != "<REDACTED>" && putDecoded(r, toolCallArguments, text) {
			r.Consume(claudeToolInput)
		}
	case "interaction":
		r.Put(operationName, rewrite.Str(opInvokeAgent))
		r.Put(agentName, rewrite.Str("claude_code"))
	}
}

func claudeCall(r *rewrite.Record) {
	r.Put(operationName, rewrite.Str(opChat))
	r.Put(providerName, rewrite.Str("anthropic"))
	r.RunCalls()
	if in, ok := r.Count(claudeInput); ok && in <= maxCount && !r.Has(usageInputTokens) {
		cached := count(r, cacheRead) + count(r, cacheWrite)
		r.Put(usageInputTokens, rewrite.Int(in+cached))
		if cached > 0 {
			r.Put(reportedInput, rewrite.Int(in))
		}
		r.Consume(claudeInput)
	}
}

// withoutColors removes the escape sequences of a terminal, which have been seen
// in the names of models.
func withoutColors(v pcommon.Value) (rewrite.Out, bool) {
	if v.Type() != pcommon.ValueTypeStr {
		return rewrite.Out{}, false
	}
	s := escapeSequence.ReplaceAllString(v.Str(), "")
	return rewrite.Str(s), !rewrite.Unset(s)
}

var escapeSequence = regexp.MustCompile("\x1b\\[[0-9;]*m")
