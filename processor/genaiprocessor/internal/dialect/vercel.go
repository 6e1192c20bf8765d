// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// vercel is the dialect of the Vercel AI SDK. Only its do* spans call a model:
// the spans around them repeat the token counts of all steps and get no
// operation that is priced.
var vercel = rewrite.Dialect{
	Name:    "vercel_ai",
	Signals: []string{"ai.operationId"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "ai.toolCall.name", To: semconv.ToolName},
		{From: "ai.toolCall.id", To: semconv.ToolCallID},
		{From: "ai.telemetry.metadata.userId", To: semconv.UserID},
		{From: "ai.telemetry.metadata.threadId", To: semconv.ConversationID},
		{From: "ai.telemetry.metadata.sessionId", To: semconv.ConversationID},
	},
	// What is true only of the spans that call a model.
	Calls: []rewrite.Rule{
		{From: "ai.model.provider", To: semconv.ProviderName, Conv: provider},
		{From: "ai.model.id", To: semconv.RequestModel},
		{From: "ai.settings.maxOutputTokens", To: semconv.RequestMaxTokens},
		{From: "ai.settings.maxTokens", To: semconv.RequestMaxTokens},
		{From: "ai.settings.temperature", To: semconv.RequestTemperature},
		{From: "ai.settings.topP", To: semconv.RequestTopP},
		{From: "ai.settings.topK", To: semconv.RequestTopK},
		{From: "ai.settings.frequencyPenalty", To: semconv.RequestFrequencyPenalty},
		{From: "ai.settings.presencePenalty", To: semconv.RequestPresencePenalty},
		{From: "ai.settings.seed", To: semconv.RequestSeed},
		{From: "ai.settings.stopSequences", To: semconv.RequestStopSequences},
		{From: "ai.response.id", To: semconv.ResponseID},
		{From: "ai.response.model", To: semconv.ResponseModel},
		{From: "ai.response.finishReason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "ai.response.msToFirstChunk", To: semconv.ResponseTimeToFirstChunk, Conv: milliseconds},
		{From: "ai.usage.inputTokens", To: semconv.UsageInputTokens},
		{From: "ai.usage.promptTokens", To: semconv.UsageInputTokens},
		{From: "ai.usage.tokens", To: semconv.UsageInputTokens},
		{From: "ai.usage.outputTokens", To: semconv.UsageOutputTokens},
		{From: "ai.usage.completionTokens", To: semconv.UsageOutputTokens},
		{From: "ai.usage.cachedInputTokens", To: semconv.UsageCacheReadInputTokens},
		{From: "ai.usage.inputTokenDetails.cacheReadTokens", To: semconv.UsageCacheReadInputTokens},
		{From: "ai.usage.inputTokenDetails.cacheWriteTokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "ai.usage.reasoningTokens", To: semconv.UsageReasoningOutputTokens},
		{From: "ai.usage.outputTokenDetails.reasoningTokens", To: semconv.UsageReasoningOutputTokens},
	},
	Finish: finishVercel,
}

var (
	vercelOperation  = rewrite.K("ai.operationId")
	vercelMessages   = rewrite.K("ai.prompt.messages")
	vercelTools      = rewrite.K("ai.prompt.tools")
	vercelText       = rewrite.K("ai.response.text")
	vercelObject     = rewrite.K("ai.response.object")
	vercelReasoning  = rewrite.K("ai.response.reasoning")
	vercelToolCalls  = rewrite.K("ai.response.toolCalls")
	vercelTotal      = rewrite.K("ai.usage.totalTokens")
	vercelFinish     = rewrite.K("ai.response.finishReason")
	vercelToolArgs   = rewrite.K("ai.toolCall.args")
	vercelToolResult = rewrite.K("ai.toolCall.result")
)

func finishVercel(r *rewrite.Record) {
	id := r.Str(vercelOperation)
	op := vercelOperationName(id)
	if op != "" && r.Put(operationName, rewrite.Str(op)) {
		r.Consume(vercelOperation)
	}
	if op == opExecuteTool {
		decodeTo(r, toolCallArguments, vercelToolArgs)
		decodeTo(r, toolCallResult, vercelToolResult)
		return
	}
	if !strings.Contains(id, ".do") {
		return
	}
	r.RunCalls()
	if strings.HasSuffix(id, "Stream") {
		r.Put(requestStream, rewrite.Bool(true))
	}
	if strings.HasPrefix(id, "ai.generateObject") || strings.HasPrefix(id, "ai.streamObject") {
		r.Put(outputType, rewrite.Str("json"))
	}
	putJSONMessages(r, vercelMessages, inputMessages, roleUser)
	vercelDefinitions(r)
	vercelOutput(r)
}

// vercelOperationName returns "" for the spans around the calls.
func vercelOperationName(id string) string {
	switch {
	case id == "ai.toolCall":
		return opExecuteTool
	case strings.HasPrefix(id, "ai.embed") && strings.HasSuffix(id, ".doEmbed"):
		return opEmbeddings
	case strings.HasSuffix(id, ".doGenerate"), strings.HasSuffix(id, ".doStream"):
		return opChat
	default:
		return ""
	}
}

func vercelDefinitions(r *rewrite.Record) {
	v, ok := r.Get(vercelTools)
	if !ok || v.Type() != pcommon.ValueTypeSlice || settled(r, toolDefinitions) {
		return
	}
	list := pcommon.NewSlice()
	for _, tool := range v.Slice().All() {
		if parsed, ok := messages.Parse(tool.AsString()); ok {
			messages.WriteDefinitions(list, parsed)
		}
	}
	if list.Len() == v.Slice().Len() && putSlice(r, toolDefinitions, list) {
		r.Consume(vercelTools)
	}
}

func vercelOutput(r *rewrite.Record) {
	if settled(r, outputMessages) {
		return
	}
	m := messages.Message{Role: roleAssistant, FinishReason: messages.FinishReason(r.Str(vercelFinish))}
	add := func(k rewrite.Key, typ string) {
		if text := r.Str(k); text != "" {
			m.Parts = append(m.Parts, messages.Part{Type: typ, Content: text})
		}
	}
	add(vercelReasoning, messages.TypeReasoning)
	add(vercelText, messages.TypeText)
	add(vercelObject, messages.TypeText)
	if calls := r.Str(vercelToolCalls); calls != "" {
		v, ok := messages.Parse(calls)
		if !ok {
			r.CountFailure()
			return
		}
		v.ForEach(func(_, call gjson.Result) bool {
			m.Parts = append(m.Parts, messages.ToolCall(call))
			return true
		})
	}
	if len(m.Parts) > 0 && putMessages(r, outputMessages, []messages.Message{m}, roleAssistant) {
		r.Consume(vercelReasoning, vercelText, vercelObject, vercelToolCalls)
	}
}
