// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/tidwall/gjson"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// genkit is the dialect of Google's Genkit, which has none of the conventions'
// attributes: a span says which action ran, with its input and output as JSON. Spans
// "generate" around calls have no kind and stay as they are.
// Source: recordings of Genkit 1.42 in JavaScript, and the schemas of its models.
var genkit = rewrite.Dialect{
	Name:    "genkit",
	Signals: []string{"genkit:metadata:subtype"},
	Finish:  finishGenkit,
}

var (
	genkitKind   = rewrite.K("genkit:metadata:subtype")
	genkitName   = rewrite.K("genkit:name")
	genkitInput  = rewrite.K("genkit:input")
	genkitOutput = rewrite.K("genkit:output")
)

func finishGenkit(r *rewrite.Record) {
	switch r.Str(genkitKind) {
	case "model":
		r.Put(operationName, rewrite.Str(opChat))
		genkitModel(r)
		genkitCall(r)
	case "embedder":
		r.Put(operationName, rewrite.Str(opEmbeddings))
		genkitModel(r)
		request, _ := messages.Parse(r.Str(genkitInput))
		putObjectParameters(r, request.Get("options"))
	case "tool":
		r.Put(operationName, rewrite.Str(opExecuteTool))
		r.Map(genkitName, toolName, nil)
		decodeTo(r, toolCallArguments, genkitInput)
		decodeTo(r, toolCallResult, genkitOutput)
	case "flow":
		r.Put(operationName, rewrite.Str(opInvokeWorkflow))
		r.Map(genkitName, workflowName, nil)
	case "retriever":
		r.Put(operationName, rewrite.Str(opRetrieval))
	case "reranker":
		r.Put(operationName, rewrite.Str(opRerank))
	}
}

// genkitModel splits the name of an action, whose first part is the plugin that it is of.
func genkitModel(r *rewrite.Record) {
	plugin, model, ok := strings.Cut(r.Str(genkitName), "/")
	if !ok {
		return
	}
	r.Put(requestModel, rewrite.Str(model))
	if name := Provider(plugin); name != "" {
		r.Put(providerName, rewrite.Str(name))
	}
}

// genkitCall reads the request and the response of a model, of which the plugin's own
// say more: they stay.
func genkitCall(r *rewrite.Record) {
	request, _ := messages.Parse(r.Str(genkitInput))
	putObjectParameters(r, request.Get("config"))
	putDefinitions(r, request.Get("tools"))
	putMessages(r, inputMessages, messages.FromJSON(nil, request.Get("messages"), roleUser), roleUser)

	response, ok := messages.Parse(r.Str(genkitOutput))
	if !ok {
		return
	}
	reason := response.Get("finishReason")
	list := messages.FromJSON(nil, response.Get("message"), roleAssistant)
	if len(list) > 0 && reason.Type == gjson.String {
		list[0].FinishReason = messages.FinishReason(reason.Str)
	}
	putMessages(r, outputMessages, list, roleAssistant)
	raw := response.Get("raw")
	fillFromResponse(r, raw.Raw)
	if reason.Type == gjson.String && reason.Str != "" {
		r.Put(finishReasons, rewrite.Many([]string{reason.Str}))
	}
	usage := messages.First(raw, "usage", "usageMetadata")
	if !usage.IsObject() {
		usage = response.Get("usage")
	}
	putAnthropicOrOpenAIUsage(r, usage)
	putUsage(r, response.Get("usage"))
}
