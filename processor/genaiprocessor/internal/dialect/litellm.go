// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// liteLLM is the dialect of LiteLLM's own callback: a mix of OpenLLMetry's
// generations, in which the kind of a request is the name of LiteLLM's function.
// Its metadata.* and gen_ai.cost.* stay as they are.
var liteLLM = rewrite.Dialect{
	Name: "litellm",
	Signals: []string{
		"litellm.call_id", "litellm.provider.model", "SpanAttributes.LLM_PROMPTS.", "SpanAttributes.LLM_COMPLETIONS.",
	},
	Scopes: []string{"litellm"},
	Rules: []rewrite.Rule{
		// completion() is the function for chat; text completions have another.
		{From: "llm.request.type", To: semconv.OperationName, Conv: fold(map[string]string{
			"completion": opChat, "acompletion": opChat, "chat": opChat,
			"responses": opChat, "aresponses": opChat, "anthropic_messages": opChat,
			"text_completion": opTextCompletion, "atext_completion": opTextCompletion,
			"embedding": opEmbeddings, "aembedding": opEmbeddings, "rerank": opRerank, "arerank": opRerank,
		})},
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "llm.is_streaming", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "llm.user", To: semconv.UserID},
	},
	Finish: finishLiteLLM,
}

// Some versions write the names of Python constants, by mistake.
var (
	liteLLMPrompts     = rewrite.Family("SpanAttributes.LLM_PROMPTS.")
	liteLLMModel       = rewrite.K("litellm.provider.model")
	liteLLMCompletions = rewrite.Family("SpanAttributes.LLM_COMPLETIONS.")
)

func finishLiteLLM(r *rewrite.Record) {
	choiceFinishReasons(r, liteLLMCompletions)
	putFlattened(r, liteLLMPrompts, inputMessages, roleUser, openLLMetryField)
	putFlattened(r, liteLLMCompletions, outputMessages, roleAssistant, openLLMetryField)
	// Where the provider is left empty, the name of the model begins with it.
	if name, _, ok := strings.Cut(r.Str(liteLLMModel), "/"); ok && !r.Has(providerName) {
		if known := Provider(name); known != "" {
			r.Put(providerName, rewrite.Str(known))
		}
	}
}
