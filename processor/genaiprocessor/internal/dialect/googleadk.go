// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// googleADK is the dialect of Google's Agent Development Kit before its schema 2:
// the content of calls and tools as JSON under names of its own. Its call_llm spans
// get no operation: below each is a span generate_content of the call itself.
// Source: google/adk/telemetry/tracing.py of google-adk 2.13.
var googleADK = rewrite.Dialect{
	Name:    "google_adk",
	Signals: []string{"gcp.vertex.agent.llm_request", "gcp.vertex.agent.tool_call_args", "gcp.vertex.agent.event_id", "gcp.vertex.agent.invocation_id"},
	Scopes:  []string{"gcp.vertex.agent"},
	Rules: []rewrite.Rule{
		{From: "gcp.vertex.agent.session_id", To: semconv.ConversationID},
	},
	Finish: finishGoogleADK,
}

var (
	adkRequest  = rewrite.K("gcp.vertex.agent.llm_request")
	adkResponse = rewrite.K("gcp.vertex.agent.llm_response")
	adkArgs     = rewrite.K("gcp.vertex.agent.tool_call_args")
	adkResult   = rewrite.K("gcp.vertex.agent.tool_response")
)

func finishGoogleADK(r *rewrite.Record) {
	if r.Str(operationName) == opExecuteTool {
		// What is not captured, or of several tools, is written as empty or N/A.
		if text := r.Str(adkArgs); isObject(text) && putDecoded(r, toolCallArguments, text) {
			r.Consume(adkArgs)
		}
		if text := r.Str(adkResult); isObject(text) && putDecoded(r, toolCallResult, text) {
			r.Consume(adkResult)
		}
		return
	}
	// The sources say more and stay.
	if request, ok := messages.Parse(r.Str(adkRequest)); ok {
		putString(r, requestModel, request.Get("model"))
		putInstructions(r, request.Get("config.system_instruction"))
		putDefinitions(r, request.Get("config.tools"))
		putMessages(r, inputMessages, messages.FromJSON(nil, request.Get("contents"), roleUser), roleUser)
	}
	if response, ok := messages.Parse(r.Str(adkResponse)); ok {
		putMessages(r, outputMessages, messages.FromJSON(nil, response.Get("content"), roleAssistant), roleAssistant)
	}
}

func isObject(text string) bool {
	v, ok := messages.Parse(text)
	return ok && v.IsObject() && len(v.Map()) > 0
}
