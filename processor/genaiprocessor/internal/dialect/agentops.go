// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// agentOps is what AgentOps writes beside the names of OpenLLMetry, whose dialect reads
// the rest. Its spans of tools are not runs of them, but calls in an answer, and stay
// as they are.
// Source: recordings of agentops 0.4.21.
var agentOps = rewrite.Dialect{
	Name:    "agentops",
	Signals: []string{"gen_ai.request.type", "gen_ai.request.streaming"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.request.type", To: semconv.OperationName, Conv: requestType},
		{From: "gen_ai.request.streaming", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "gen_ai.streaming.time_to_first_token", To: semconv.ResponseTimeToFirstChunk},
	},
	Finish: finishAgentOps,
}

var agentOpsFunctions = rewrite.Family("gen_ai.request.functions.")

func finishAgentOps(r *rewrite.Record) {
	putTools(r, agentOpsFunctions, openLLMetryFunction)
	r.Indexed(olmCompletions, func(i rewrite.Indexed) {
		if i.Rest == "0.embedding_length" && i.Value.Type() == pcommon.ValueTypeInt {
			r.Put(dimensionCount, rewrite.Int(i.Value.Int()))
		}
	})
	if !r.Has(genAISystem) { // of Anthropic's calls nothing else tells
		putProvider(r)
	}
}
