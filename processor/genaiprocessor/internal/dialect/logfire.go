// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/tidwall/gjson"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// logfire is the dialect of Logfire's instrumentation of the OpenAI and Anthropic SDKs:
// request and response as JSON, of Anthropic nothing else until version 5, which
// writes the conventions' attributes and the usage object beside them. Messages of
// OpenAI's Responses API are a list of log events. Of a stream, a second span without
// length has the response.
// Source: recordings of 4.3 and 5.4.
var logfire = rewrite.Dialect{
	Name:    "logfire",
	Signals: []string{"gen_ai.usage.raw"},
	Scopes:  []string{"logfire.openai", "logfire.anthropic"},
	Finish:  finishLogfire,
}

var (
	logfireRequest  = rewrite.K("request_data")
	logfireResponse = rewrite.K("response_data")
	logfireUsage    = rewrite.K("gen_ai.usage.raw")
)

func finishLogfire(r *rewrite.Record) {
	request, _ := messages.Parse(r.Str(logfireRequest))
	response, _ := messages.Parse(r.Str(logfireResponse))
	switch {
	case request.Get("messages").IsArray(), strings.HasPrefix(r.SpanName(), "Responses API"):
		r.Put(operationName, rewrite.Str(opChat))
	case request.Get("prompt").Exists() && strings.HasPrefix(r.SpanName(), "Completion"): // not an image
		r.Put(operationName, rewrite.Str(opTextCompletion))
	case request.Get("input").Exists():
		r.Put(operationName, rewrite.Str(opEmbeddings))
	}
	if !r.Has(genAISystem) {
		if name, ok := strings.CutPrefix(r.Scope, "logfire."); ok {
			r.Put(providerName, rewrite.Str(name))
		}
	}
	complete := request.IsObject()
	request.ForEach(func(name, v gjson.Result) bool {
		if name.Str == "messages" {
			complete = putMessages(r, inputMessages, messages.FromJSON(nil, v, roleUser), roleUser) && complete
		} else {
			complete = putParameter(r, name.String(), v) && complete
		}
		return true
	})
	if complete {
		r.Consume(logfireRequest)
	}
	// The usage says more than the targets, so these stay.
	if m := response.Get("message"); m.IsObject() {
		list := messages.FromJSON(nil, m, roleAssistant)
		unwrapArguments(list, m.Get("tool_calls"))
		putMessages(r, outputMessages, list, roleAssistant)
	} else if text := response.Get("combined_chunk_content"); text.Type == gjson.String {
		putMessages(r, outputMessages, messages.FromJSON(nil, text, roleAssistant), roleAssistant)
	}
	putEventList(r, true)
	usage, ok := messages.Parse(r.Str(logfireUsage))
	if !ok {
		usage = response.Get("usage")
	}
	putAnthropicOrOpenAIUsage(r, usage)
}

// unwrapArguments takes the arguments of Anthropic's tool calls out of the objects,
// {"input":{...}}, that version 4 puts them in.
func unwrapArguments(list []messages.Message, calls gjson.Result) {
	wrapped := calls.Array()
	for i := range list {
		for j := range list[i].Parts {
			part := &list[i].Parts[j]
			if part.Type != messages.TypeToolCall || len(wrapped) == 0 {
				continue
			}
			arguments, ok := messages.Parse(wrapped[0].Get("function.arguments").String())
			if input := arguments.Get("input"); ok && input.IsObject() && len(arguments.Map()) == 1 {
				part.Value = messages.JSON(input)
			}
			wrapped = wrapped[1:]
		}
	}
}
