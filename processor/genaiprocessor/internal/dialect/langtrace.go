// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// langtrace is what Langtrace writes beside the conventions of 2024, whose content
// stands in span events.
// Source: recordings of langtrace-python-sdk 3.8.21.
var langtrace = rewrite.Dialect{
	Name:    "langtrace",
	Signals: []string{"langtrace.service.type"},
	Scopes:  []string{"langtrace_python_sdk."},
	Rules: []rewrite.Rule{
		{From: "gen_ai.response_id", To: semconv.ResponseID},
		{From: "gen_ai.system_fingerprint", To: semconv.OpenAISystemFingerprint},
		{From: "gen_ai.usage.cached_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.request.dimensions", To: semconv.EmbeddingDimensions},
	},
	Finish: finishLangtrace,
}

var langtraceTools = rewrite.K("gen_ai.request.tools")

// finishLangtrace reads the tools, which are JSON in a string in a list of JSON.
func finishLangtrace(r *rewrite.Record) {
	v, ok := r.Get(langtraceTools)
	if !ok || v.Type() != pcommon.ValueTypeStr {
		return
	}
	list, ok := messages.Parse(v.Str())
	if !ok {
		r.CountFailure()
		return
	}
	if tools, ok := messages.Parse(list.Get("0").String()); ok && len(list.Array()) == 1 && putDefinitions(r, tools) {
		r.Consume(langtraceTools)
	}
}
