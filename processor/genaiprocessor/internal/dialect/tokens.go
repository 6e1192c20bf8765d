// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

var (
	cacheRead         = rewrite.K(semconv.UsageCacheReadInputTokens)
	cacheWrite        = rewrite.K(semconv.UsageCacheWriteInputTokens)
	cacheCreation     = rewrite.K(semconv.UsageCacheCreationInputTokens)
	reasoningTokens   = rewrite.K(semconv.UsageReasoningOutputTokens)
	reportedInput     = rewrite.K(semconv.ReportedInputTokens)
	reportedOutput    = rewrite.K(semconv.ReportedOutputTokens)
	totals            = [...]rewrite.Key{olmTotalTokens, genAITotalTokens, oiTotalTokens, openLITTotal, vercelTotal}
	exclusiveScopes   = [...]string{"@traceloop/instrumentation-anthropic", "@openlit/instrumentation-anthropic", "openlit.instrumentation.anthropic", "strands."}
	exclusiveBedrocks = [...]string{"opentelemetry.instrumentation.bedrock", "openlit.instrumentation.bedrock", "@openlit/instrumentation-bedrock"}
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
	if !ok {
		return
	}
	cached := count(r, cacheRead)
	if w, ok := r.Count(cacheWrite); ok {
		cached += w
	} else {
		cached += count(r, cacheCreation)
	}
	out, total, reasoning := count(r, usageOutputTokens), totalTokens(r), count(r, reasoningTokens)
	if cached > 0 && !r.Has(reportedInput) && excludesCached(r.Scope, in, cached, out, total) {
		r.Put(reportedInput, rewrite.Int(in))
		in += cached
		r.Replace(usageInputTokens, rewrite.Int(in))
	}
	if reasoning > 0 && !r.Has(reportedOutput) && (reasoning > out || total > 0 && total == in+out+reasoning) {
		r.Put(reportedOutput, rewrite.Int(out))
		r.Replace(usageOutputTokens, rewrite.Int(out+reasoning))
	}
}

func count(r *rewrite.Record, k rewrite.Key) int64 {
	n, _ := r.Count(k)
	return n
}

func totalTokens(r *rewrite.Record) int64 {
	for _, k := range totals {
		if n, ok := r.Count(k); ok && n > 0 {
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
	for _, s := range exclusiveScopes {
		if strings.HasPrefix(scope, s) {
			return true
		}
	}
	for _, s := range exclusiveBedrocks {
		if strings.HasPrefix(scope, s) {
			return total == 0 // its Converse API excludes, the others include: without proof as most do
		}
	}
	return false
}

// consumeTotals gives up token totals that the counts say: as they are, or as
// they were reported.
func consumeTotals(r *rewrite.Record) {
	in, out := count(r, usageInputTokens), count(r, usageOutputTokens)
	reportedIn, reportedOut := in, out
	if n, ok := r.Count(reportedInput); ok {
		reportedIn = n
	}
	if n, ok := r.Count(reportedOutput); ok {
		reportedOut = n
	}
	for _, k := range totals {
		total, ok := r.Count(k)
		if ok && (total == in+out || total == reportedIn+out || total == in+reportedOut || total == reportedIn+reportedOut) {
			r.Consume(k)
		}
	}
}
