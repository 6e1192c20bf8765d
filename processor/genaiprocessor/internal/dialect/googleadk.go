// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// googleADK is the dialect of Google's Agent Development Kit before its schema 2:
// the content of calls and tools as JSON under names of its own.
// Source: google/adk/telemetry/tracing.py of google-adk 1.14 and 2.13.
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
	request, ok := messages.Parse(r.Str(adkRequest))
	if ok {
		putString(r, requestModel, request.Get("model"))
		config := request.Get("config")
		putInstructions(r, config.Get("system_instruction"))
		putObjectParameters(r, config)
		putMessages(r, inputMessages, messages.FromJSON(nil, request.Get("contents"), roleUser), roleUser)
	}
	if response, ok := messages.Parse(r.Str(adkResponse)); ok {
		putMessages(r, outputMessages, messages.FromJSON(nil, response.Get("content"), roleAssistant), roleAssistant)
		putString(r, responseModel, response.Get("model_version"))
		putUsage(r, response.Get("usage_metadata"))
	}
	// Newer versions have a span of their own for the call below this one, which
	// repeats its usage.
	if r.SpanName() == "call_llm" {
		r.Put(operationName, rewrite.Str("generate_content"))
		googleADKProvider(r)
	}
}

// googleADKProvider names the provider of a call by its model, for the kit writes
// its own name: Gemini's may be on either of Google's platforms, others are called
// through LiteLLM.
func googleADKProvider(r *rewrite.Record) {
	model := r.Str(requestModel)
	switch known := vendorOf(model); {
	case r.Has(providerName):
	case strings.HasPrefix(model, "gemini-"):
		r.Put(providerName, rewrite.Str("gcp.gen_ai"))
	case known != "":
		r.Put(providerName, rewrite.Str(known))
	default:
		putProvider(r)
	}
}

func isObject(text string) bool {
	v, ok := messages.Parse(text)
	return ok && v.IsObject() && len(v.Map()) > 0
}
