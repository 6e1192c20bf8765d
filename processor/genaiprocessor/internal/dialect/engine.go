// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// engine is the dialect of the inference engines' own spans: vLLM, SGLang and
// TensorRT-LLM share names. The latencies of the phases stay under their own
// names, which the conventions have no place for.
var engine = rewrite.Dialect{
	Name: "inference_engine",
	Signals: []string{
		"gen_ai.latency.time_to_first_token", "gen_ai.latency.e2e", "gen_ai.latency.time_in_queue",
		"gen_ai.latency.time_in_model_inference",
	},
	Scopes: []string{"vllm.", "sglang", "tensorrt_llm", "trt.llm"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "gen_ai.usage.cached_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.request.n", To: semconv.RequestChoiceCount, Conv: notOne},
		{From: "gen_ai.latency.time_to_first_token", To: semconv.ResponseTimeToFirstChunk},
	},
	Finish: finishEngine,
}

var (
	engineChoices   = rewrite.K("gen_ai.request.n")
	engineRequestID = rewrite.K("gen_ai.request.id")
)

func finishEngine(r *rewrite.Record) {
	if n, ok := r.Count(engineChoices); ok && n == 1 {
		r.Consume(engineChoices)
	}
	if op := engineOperation(r.Str(engineRequestID)); op != "" {
		r.Put(operationName, rewrite.Str(op))
	}
	name, _, _ := strings.Cut(r.Scope, ".")
	if name == "trt" {
		name = "tensorrt_llm"
	}
	if known, ok := providers[name]; ok {
		r.Put(providerName, rewrite.Str(known))
	}
}

// engineOperation reads the API from the id that vLLM gives a request, the only
// place where its spans say it.
func engineOperation(id string) string {
	switch {
	case strings.Contains(id, "chatcmpl-"), strings.HasPrefix(id, "resp_"):
		return opChat
	case strings.Contains(id, "cmpl-"):
		return opTextCompletion
	case strings.HasPrefix(id, "embd-"):
		return opEmbeddings
	default:
		return ""
	}
}
