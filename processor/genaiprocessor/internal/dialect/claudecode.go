// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

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
	Finish:  finishClaudeCode,
}

var (
	claudeSpanType   = rewrite.K("span.type")
	claudeModel      = rewrite.K("model")
	claudeInput      = rewrite.K("input_tokens")
	claudeOutput     = rewrite.K("output_tokens")
	claudeCacheRead  = rewrite.K("cache_read_tokens")
	claudeCacheWrite = rewrite.K("cache_creation_tokens")
	claudeFirst      = rewrite.K("ttft_ms")
	claudeStop       = rewrite.K("stop_reason")
	claudeTool       = rewrite.K("tool_name")
	claudeToolInput  = rewrite.K("tool_input")
	claudeSession    = rewrite.K("session.id")
)

func finishClaudeCode(r *rewrite.Record) {
	r.Map(claudeSession, conversationID, nil)
	kind := strings.TrimPrefix(r.Str(claudeSpanType), "claude_code.")
	if kind == "" && r.HasSpan {
		kind, _ = strings.CutPrefix(r.Span.Name(), "claude_code.")
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
	if model := withoutColors(r.Str(claudeModel)); model != "" && r.Put(requestModel, rewrite.Str(model)) {
		r.Consume(claudeModel)
	}
	r.Map(claudeOutput, usageOutputTokens, nil)
	r.Map(claudeCacheRead, cacheRead, nil)
	r.Map(claudeCacheWrite, cacheWrite, nil)
	if in, ok := r.Count(claudeInput); ok && !r.Has(usageInputTokens) {
		cached := count(r, cacheRead) + count(r, cacheWrite)
		r.Put(usageInputTokens, rewrite.Int(in+cached))
		if cached > 0 {
			r.Put(reportedInput, rewrite.Int(in))
		}
		r.Consume(claudeInput)
	}
	r.Map(claudeFirst, timeToFirstChunk, milliseconds)
	r.Map(claudeStop, finishReasons, finishReason)
}

// withoutColors removes the escape sequences of a terminal, which have been seen
// in the names of models.
func withoutColors(s string) string {
	for {
		i := strings.Index(s, "\x1b[")
		if i < 0 {
			return s
		}
		end := strings.IndexByte(s[i:], 'm')
		if end < 0 {
			return s[:i]
		}
		s = s[:i] + s[i+end+1:]
	}
}
