// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// openLLMetry is the dialect of Traceloop's instrumentations, in the order of
// its generations: llm.* (to 2024), flattened gen_ai.prompt.N (to 2026),
// nearly the conventions since.
var openLLMetry = rewrite.Dialect{
	Name: "openllmetry",
	Signals: []string{
		"llm.request.type", "llm.usage.total_tokens", "gen_ai.prompt.", "gen_ai.completion.",
		"traceloop.span.kind", "traceloop.workflow.name", "traceloop.entity.name", "traceloop.association.properties.",
	},
	Scopes: []string{"@traceloop/"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "llm.vendor", To: semconv.ProviderName, Conv: provider},
		{From: "llm.request.type", To: semconv.OperationName, Conv: fold(map[string]string{
			"chat": opChat, "completion": opTextCompletion, "embedding": opEmbeddings, "rerank": opRerank,
		})},
		// A task is any function: no operation of the conventions.
		{From: "traceloop.span.kind", To: semconv.OperationName, Conv: fold(map[string]string{
			"workflow": opInvokeWorkflow, "agent": opInvokeAgent, "tool": opExecuteTool,
		})},
		{From: "llm.request.model", To: semconv.RequestModel},
		{From: "llm.response.model", To: semconv.ResponseModel},
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "llm.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "llm.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "gen_ai.usage.cache_read_input_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.cache_creation_input_tokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.usage.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "llm.usage.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "gen_ai.response.finish_reason", To: semconv.ResponseFinishReasons},
		{From: "gen_ai.response.stop_reason", To: semconv.ResponseFinishReasons},
		{From: "llm.response.finish_reason", To: semconv.ResponseFinishReasons},
		{From: "llm.response.stop_reason", To: semconv.ResponseFinishReasons},
		{From: "traceloop.association.properties.conversation_id", To: semconv.ConversationID},
		{From: "traceloop.association.properties.session_id", To: semconv.ConversationID},
		{From: "traceloop.association.properties.thread_id", To: semconv.ConversationID},
		{From: "traceloop.association.properties.chat_id", To: semconv.ConversationID},
	},
	Finish: finishOpenLLMetry,
}

var (
	olmTotalTokens      = rewrite.K("llm.usage.total_tokens")
	olmGenAITotalTokens = rewrite.K("gen_ai.usage.total_tokens")
	olmCompletions      = rewrite.Family("gen_ai.completion.")
	olmOldCompletions   = rewrite.Family("llm.completions.")
)

func finishOpenLLMetry(r *rewrite.Record) {
	choiceFinishReasons(r, olmCompletions)
	choiceFinishReasons(r, olmOldCompletions)
	consumeTotal(r, olmTotalTokens)
	consumeTotal(r, olmGenAITotalTokens)
}

// maxChoices bounds the choices of one response; the APIs allow 128.
const maxChoices = 128

// choiceFinishReasons collects N.finish_reason of all choices, in the order of
// N whatever the order of the attributes.
func choiceFinishReasons(r *rewrite.Record, family rewrite.Key) {
	if r.Has(finishReasons) {
		return
	}
	var reasons []string
	r.Indexed(family, func(i rewrite.Indexed) {
		n, field, ok := rewrite.Index(i.Rest)
		if !ok || field != "finish_reason" || n >= maxChoices || i.Value.Type() != pcommon.ValueTypeStr || i.Value.Str() == "" {
			return
		}
		for len(reasons) <= n {
			reasons = append(reasons, "")
		}
		reasons[n] = i.Value.Str()
	})
	kept := reasons[:0]
	for _, s := range reasons {
		if s != "" {
			kept = append(kept, strings.ToLower(s))
		}
	}
	if len(kept) == 0 || !r.Put(finishReasons, rewrite.Many(kept)) {
		return
	}
	r.Indexed(family, func(i rewrite.Indexed) {
		if _, field, ok := rewrite.Index(i.Rest); ok && field == "finish_reason" {
			r.ConsumeIndexed(i)
		}
	})
}
