// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"slices"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

var (
	cacheRead       = rewrite.K(semconv.UsageCacheReadInputTokens)
	cacheWrite      = rewrite.K(semconv.UsageCacheWriteInputTokens)
	cacheCreation   = rewrite.K(semconv.UsageCacheCreationInputTokens)
	reasoningTokens = rewrite.K(semconv.UsageReasoningOutputTokens)
	reportedInput   = rewrite.K(semconv.ReportedInputTokens)
	reportedOutput  = rewrite.K(semconv.ReportedOutputTokens)
	totals          = [...]rewrite.Key{olmTotalTokens, genAITotalTokens, oiTotalTokens, openLITTotal, vercelTotal, mistralTotal}
	// Of Bedrock both APIs leave cached tokens out, and what is written as total
	// is the sum that the instrumentation made.
	exclusiveScopes = [...]string{
		"@traceloop/instrumentation-anthropic", "@openlit/instrumentation-anthropic", "openlit.instrumentation.anthropic", "strands.",
		"opentelemetry.instrumentation.bedrock", "openlit.instrumentation.bedrock", "@openlit/instrumentation-bedrock",
	}
	// Gemini counts thoughts beside the candidates.
	exclusiveReasoning = [...]string{"openlit.instrumentation.google_ai_studio", "openlit.instrumentation.google_adk"}
	// Of some instrumentations for it only the API's total has the thoughts.
	totalReasoning = [...]string{"opentelemetry.instrumentation.google_generativeai", "opentelemetry.instrumentation.vertexai"}
)

// normalizeTokens makes the input tokens include the cached ones and the output
// tokens the reasoning ones, as the conventions want them. Who counts how is
// decided by what is certain first:
//
//  1. More cached tokens than input tokens: they cannot be inside.
//  2. A total that only one way of counting adds up to.
//  3. Instrumentations that are known to pass on a provider's exclusive count.
//  4. Otherwise they are inside.
//
// A changed count keeps the reported one beside it, which also keeps a second
// pass from changing it again.
func normalizeTokens(r *rewrite.Record) {
	in, ok := r.Count(usageInputTokens)
	if !ok || in > maxCount {
		return
	}
	cached := count(r, cacheRead)
	if _, ok := r.Count(cacheWrite); ok {
		cached += count(r, cacheWrite)
	} else {
		cached += count(r, cacheCreation)
	}
	out, total, reasoning := count(r, usageOutputTokens), totalTokens(r), count(r, reasoningTokens)
	if cached > 0 && !r.Has(reportedInput) && excludesCached(r.Scope, in, cached, out, total) {
		addLeftOut(r, usageInputTokens, reportedInput, cached)
		in += cached
		consumeEqual(r, in, inputSources[:])
	}
	if reasoning == 0 && total > in+out && startsWith(r.Scope, totalReasoning[:]) {
		reasoning = total - in - out
	}
	if reasoning > 0 && r.Has(usageOutputTokens) && !r.Has(reportedOutput) && excludesReasoning(r.Scope, in, out, reasoning, total) {
		addLeftOut(r, usageOutputTokens, reportedOutput, reasoning)
		consumeEqual(r, out+reasoning, outputSources[:])
	}
}

// Sources of token counts. Of two that disagree the one that was not taken may be
// the inclusive count.
var (
	inputSources = [...]rewrite.Key{
		rewrite.K("gen_ai.usage.prompt_tokens"), rewrite.K("llm.usage.prompt_tokens"), rewrite.K("llm.token_count.prompt"),
		rewrite.K("gen_ai.token.usage.input"), rewrite.K("gen_ai.response.prompt_tokens"), rewrite.K("input_token_count"),
		rewrite.K("ai.usage.inputTokens"), rewrite.K("ai.usage.promptTokens"), rewrite.K("ai.usage.tokens"),
	}
	outputSources = [...]rewrite.Key{
		rewrite.K("gen_ai.usage.completion_tokens"), rewrite.K("llm.usage.completion_tokens"), rewrite.K("llm.token_count.completion"),
		rewrite.K("gen_ai.token.usage.output"), rewrite.K("gen_ai.response.completion_tokens"), rewrite.K("output_token_count"),
		rewrite.K("ai.usage.outputTokens"), rewrite.K("ai.usage.completionTokens"),
	}
)

// consumeEqual gives up sources that say what the target says since it was
// changed, as a second pass would.
func consumeEqual(r *rewrite.Record, n int64, sources []rewrite.Key) {
	for _, k := range sources {
		if source, ok := r.Count(k); ok && source == n {
			r.Consume(k)
		}
	}
}

// maxCount bounds the counts that are added up: far beyond any real one, and no
// sum of them overflows.
const maxCount = 1 << 53

// addLeftOut adds to a count what it left out and keeps the count as it was reported.
func addLeftOut(r *rewrite.Record, total, reported rewrite.Key, leftOut int64) {
	was := count(r, total)
	r.Put(reported, rewrite.Int(was))
	r.Replace(total, rewrite.Int(was+leftOut))
}

func count(r *rewrite.Record, k rewrite.Key) int64 {
	n, _ := r.Count(k)
	if n > maxCount {
		return 0
	}
	return n
}

func totalTokens(r *rewrite.Record) int64 {
	for _, k := range totals {
		if n := count(r, k); n > 0 {
			return n
		}
	}
	return 0
}

func excludesCached(scope string, in, cached, out, total int64) bool {
	switch {
	case cached > in:
		return true
	case total > 0 && total == in+cached+out:
		return true
	}
	return startsWith(scope, exclusiveScopes[:])
}

func excludesReasoning(scope string, in, out, reasoning, total int64) bool {
	if reasoning > out || total > 0 && total == in+out+reasoning {
		return true
	}
	return startsWith(scope, exclusiveReasoning[:])
}

func startsWith(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(s, prefix) })
}

// consumeTotals gives up token totals that the counts say: as they are, or as
// they were reported.
func consumeTotals(r *rewrite.Record) {
	if !r.Removes() {
		return
	}
	in, out := count(r, usageInputTokens), count(r, usageOutputTokens)
	reportedIn, reportedOut := in, out
	if n, ok := r.Count(reportedInput); ok {
		reportedIn = n
	}
	if n, ok := r.Count(reportedOutput); ok {
		reportedOut = n
	}
	if reportedIn != in {
		consumeEqual(r, reportedIn, inputSources[:])
	}
	if reportedOut != out {
		consumeEqual(r, reportedOut, outputSources[:])
	}
	for _, k := range totals {
		total, ok := r.Count(k)
		if ok && (total == in+out || total == reportedIn+out || total == in+reportedOut || total == reportedIn+reportedOut) {
			r.Consume(k)
		}
	}
}
