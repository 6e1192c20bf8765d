// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/tidwall/gjson"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// langSmith is the dialect of LangSmith's OpenTelemetry export.
var langSmith = rewrite.Dialect{
	Name:    "langsmith",
	Signals: []string{"langsmith.span.kind"},
	Rules: []rewrite.Rule{
		{From: "langsmith.span.kind", To: semconv.OperationName, Conv: fold(map[string]string{
			"llm": opChat, "tool": opExecuteTool, "retriever": opRetrieval, "embedding": opEmbeddings,
		})},
		{From: "langsmith.metadata.user_id", To: semconv.UserID},
		{From: "langsmith.metadata.ls_provider", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "langsmith.request.streaming", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "gen_ai.response.service_tier", To: semconv.OpenAIResponseTier},
		{From: "gen_ai.response.system_fingerprint", To: semconv.OpenAISystemFingerprint},
		{From: "langsmith.metadata.ls_model_name", To: semconv.RequestModel},
		{From: "langsmith.metadata.ls_temperature", To: semconv.RequestTemperature},
		{From: "langsmith.metadata.ls_max_tokens", To: semconv.RequestMaxTokens},
		{From: "langsmith.trace.session_id", To: semconv.ConversationID},
		{From: "langsmith.metadata.thread_id", To: semconv.ConversationID},
		{From: "langsmith.metadata.session_id", To: semconv.ConversationID},
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
	},
	Finish: finishLangSmith,
}

var (
	langSmithKind   = rewrite.K("langsmith.span.kind")
	langSmithUsage  = rewrite.K("langsmith.metadata.usage_metadata")
	langSmithName   = rewrite.K("langsmith.trace.name")
	genAIPrompt     = rewrite.K("gen_ai.prompt")
	genAICompletion = rewrite.K("gen_ai.completion")
)

func finishLangSmith(r *rewrite.Record) {
	switch r.Str(langSmithKind) {
	case "llm":
		// What LangChain reports stands on the spans around the call, too.
		if usage, ok := messages.Parse(r.Str(langSmithUsage)); ok {
			putUsage(r, usage)
		}
		fillFromResponse(r, textOf(r, genAICompletion))
		putProvider(r)
		langSmithMessages(r, genAIPrompt, inputMessages, roleUser)
		langSmithMessages(r, genAICompletion, outputMessages, roleAssistant)
	case "prompt":
		// Its exporter calls the rendering of a prompt a chat: no model is called.
		if r.Str(operationName) == opChat {
			r.Remove(operationName)
		}
	case "retriever":
		// Its exporter calls retrievers embeddings.
		if r.Str(operationName) == opEmbeddings {
			r.Replace(operationName, rewrite.Str(opRetrieval))
			r.Consume(langSmithKind)
		}
		langSmithQuery(r)
	case "tool":
		if name := r.Str(langSmithName); name != "" {
			r.Put(toolName, rewrite.Str(name))
		}
		if putDecoded(r, toolCallArguments, textOf(r, genAIPrompt)) {
			r.Consume(genAIPrompt)
		}
		if putDecoded(r, toolCallResult, textOf(r, genAICompletion)) {
			r.Consume(genAICompletion)
		}
	}
}

// langSmithQuery reads the query of a retriever.
func langSmithQuery(r *rewrite.Record) {
	v, ok := messages.Parse(textOf(r, genAIPrompt))
	if !ok {
		return
	}
	for _, name := range [...]string{"query", "input"} {
		if q := v.Get(name); q.Type == gjson.String && q.Str != "" {
			if r.Put(retrievalQuery, rewrite.Str(q.String())) && len(v.Map()) == 1 {
				r.Consume(genAIPrompt)
			}
			return
		}
	}
}

// langSmithMessages unwraps the state that LangChain hands on: messages may
// stand in a list per prompt, answers in {"generations":[[{"message":…}]]}.
func langSmithMessages(r *rewrite.Record, from, to rewrite.Key, role string) {
	if r.Has(to) || !r.Has(from) {
		return
	}
	v, ok := messages.Parse(textOf(r, from))
	if !ok {
		r.CountFailure()
		return
	}
	var list []messages.Message
	if generations := v.Get("generations"); generations.IsArray() {
		eachGeneration(generations, func(g gjson.Result) {
			if m := g.Get("message"); m.Exists() {
				list = messages.FromJSON(list, m, role)
			} else {
				list = messages.FromJSON(list, g.Get("text"), role)
			}
		})
	} else {
		list = messages.FromJSON(nil, v, role)
	}
	// The source says more (ids, usage, versions) and stays.
	putMessages(r, to, list, role)
}

func eachGeneration(v gjson.Result, f func(gjson.Result)) {
	v.ForEach(func(_, g gjson.Result) bool {
		if g.IsArray() {
			eachGeneration(g, f)
		} else {
			f(g)
		}
		return true
	})
}
