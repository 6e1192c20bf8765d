// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"math"

	"github.com/tidwall/gjson"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// usageCount is one count of a usage object, by the names that providers and
// frameworks give it. Paths go through objects of details.
type usageCount struct {
	to    rewrite.Key
	paths []string
}

var (
	audioInput  = rewrite.K("gen_ai.usage.audio.input_tokens")
	audioOutput = rewrite.K("gen_ai.usage.audio.output_tokens")
)

// usageCounts are those that every object has in the same sense; input and
// output tokens are read apart, for they may leave others out.
var usageCounts = []usageCount{
	{cacheRead, []string{
		"cache_read_input_tokens", "prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens",
		"input_token_details.cache_read", "prompt_tokens_details.cache_read", "input_cached_tokens", "input_cache_read",
		"cached_content_token_count", "cachedContentTokenCount", "cacheReadInputTokens",
	}},
	{cacheWrite, []string{
		"cache_creation_input_tokens", "input_token_details.cache_creation", "prompt_tokens_details.cache_write",
		"input_cache_creation", "cacheWriteInputTokens",
	}},
	{reasoningTokens, []string{
		"completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens", "output_token_details.reasoning",
		"output_reasoning_tokens", "output_reasoning", "thoughts_token_count", "thoughtsTokenCount",
	}},
	{audioInput, []string{"prompt_tokens_details.audio_tokens", "input_token_details.audio", "input_audio_tokens"}},
	{audioOutput, []string{"completion_tokens_details.audio_tokens", "output_token_details.audio", "output_audio_tokens"}},
}

// putUsage writes the token counts of a provider's usage object. Counts of zero
// are written only for input and output. It reports whether it wrote any.
func putUsage(r *rewrite.Record, usage gjson.Result) bool {
	if !usage.IsObject() {
		return false
	}
	in, inOK := usageNumber(usage, "input_tokens", "prompt_tokens", "promptTokens", "inputTokens", "prompt_token_count", "promptTokenCount")
	out, outOK := usageNumber(usage, "output_tokens", "completion_tokens", "completionTokens", "outputTokens", "candidates_token_count", "candidatesTokenCount")
	if !inOK && !outOK {
		return false
	}
	if inOK {
		r.Put(usageInputTokens, rewrite.Int(in))
	}
	if outOK {
		r.Put(usageOutputTokens, rewrite.Int(out))
	}
	for _, c := range usageCounts {
		if c.to == cacheWrite && r.Has(cacheCreation) { // the same by its older name
			continue
		}
		if n, ok := usageNumber(usage, c.paths...); ok && n > 0 {
			r.Put(c.to, rewrite.Int(n))
		}
	}
	// A total shows what the counts leave out.
	total, _ := usageNumber(usage, "total_tokens", "totalTokens", "total_token_count", "totalTokenCount")
	if cached := count(r, cacheRead) + count(r, cacheWrite); cached > 0 && total == in+cached+out && !r.Has(reportedInput) && count(r, usageInputTokens) == in {
		addLeftOut(r, usageInputTokens, reportedInput, cached)
	}
	if reasoning := count(r, reasoningTokens); reasoning > 0 && total == in+out+reasoning && !r.Has(reportedOutput) && count(r, usageOutputTokens) == out {
		addLeftOut(r, usageOutputTokens, reportedOutput, reasoning)
	}
	return true
}

var longCacheWrite = rewrite.K("anthropic.usage.cache_creation.ephemeral_1h_input_tokens")

// putAnthropicOrOpenAIUsage writes the counts of a usage object of which only its
// fields tell whose it is: Anthropic's leaves the cached tokens out of the input.
func putAnthropicOrOpenAIUsage(r *rewrite.Record, usage gjson.Result) {
	had := r.Has(usageInputTokens)
	if !putUsage(r, usage) || !usage.Get("cache_read_input_tokens").Exists() {
		return
	}
	if n, ok := whole(usage.Get("cache_creation.ephemeral_1h_input_tokens")); ok && n > 0 {
		r.Put(longCacheWrite, rewrite.Int(n))
	}
	if cached := count(r, cacheRead) + count(r, cacheWrite); cached > 0 && !had && !r.Has(reportedInput) {
		addLeftOut(r, usageInputTokens, reportedInput, cached)
	}
}

// usageNumber returns the first of several fields that is a count.
func usageNumber(usage gjson.Result, paths ...string) (int64, bool) {
	for _, p := range paths {
		if n, ok := whole(usage.Get(p)); ok {
			return n, true
		}
	}
	return 0, false
}

// whole returns a JSON number that is a count.
func whole(v gjson.Result) (int64, bool) {
	if v.Type != gjson.Number || v.Num < 0 || v.Num > maxCount || v.Num != math.Trunc(v.Num) {
		return 0, false
	}
	return int64(v.Num), true
}
