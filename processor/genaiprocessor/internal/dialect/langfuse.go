// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"
	"time"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// langfuse is the dialect of Langfuse's SDKs: observations of a type, with
// input, output, usage and parameters as JSON in strings.
var langfuse = rewrite.Dialect{
	Name: "langfuse",
	Signals: []string{
		"langfuse.observation.type", "langfuse.observation.model.name", "langfuse.observation.usage_details",
	},
	Scopes: []string{"langfuse-sdk"},
	Rules: []rewrite.Rule{
		{From: "langfuse.observation.type", To: semconv.OperationName, Conv: fold(map[string]string{
			"generation": opChat, "embedding": opEmbeddings, "agent": opInvokeAgent, "tool": opExecuteTool, "retriever": opRetrieval,
		})},
		{From: "langfuse.observation.model.name", To: semconv.RequestModel},
		{From: "langfuse.observation.prompt.name", To: semconv.PromptName},
		{From: "langfuse.observation.prompt.version", To: semconv.PromptVersion},
		{From: "langfuse.observation.metadata.finish_reason", To: semconv.ResponseFinishReasons, Conv: func(v pcommon.Value) (rewrite.Out, bool) {
			return finishReason(pcommon.NewValueStr(unquote(v.AsString())))
		}},
		{From: "langfuse.session.id", To: semconv.ConversationID},
		{From: "session.id", To: semconv.ConversationID},
		{From: "langfuse.user.id", To: semconv.UserID},
	},
	Finish: finishLangfuse,
}

var (
	langfuseType       = rewrite.K("langfuse.observation.type")
	langfuseInput      = rewrite.K("langfuse.observation.input")
	langfuseOutput     = rewrite.K("langfuse.observation.output")
	langfuseParameters = rewrite.K("langfuse.observation.model.parameters")
	langfuseUsage      = rewrite.K("langfuse.observation.usage_details")
	langfuseFirst      = rewrite.K("langfuse.observation.completion_start_time")
)

func finishLangfuse(r *rewrite.Record) {
	defer putProvider(r) // the model may stand in the parameters
	switch r.Str(langfuseType) {
	case "generation":
		if complete, _ := putParameters(r, r.Str(langfuseParameters)); complete {
			r.Consume(langfuseParameters)
		}
		langfuseTokens(r)
		langfuseFirstChunk(r)
		langfuseRequest(r)
		langfuseResponse(r)
	case "embedding":
		if complete, _ := putParameters(r, r.Str(langfuseParameters)); complete {
			r.Consume(langfuseParameters)
		}
		langfuseTokens(r)
	case "agent":
		putSpanName(r, agentName)
	case "tool":
		putSpanName(r, toolName)
		putCallArguments(r, langfuseInput)
		decodeTo(r, toolCallResult, langfuseOutput)
	case "retriever":
		if query := r.Str(langfuseInput); query != "" && query[0] != '{' && query[0] != '[' && r.Put(retrievalQuery, rewrite.Str(unquote(query))) {
			r.Consume(langfuseInput)
		}
	}
}

// langfuseTokens reads usage in the form of the provider, or in Langfuse's own:
// there "input" and "output" leave out what stands beside them, such as
// "input_cached_tokens".
func langfuseTokens(r *rewrite.Record) {
	usage, ok := messages.Parse(r.Str(langfuseUsage))
	if !ok {
		if r.Has(langfuseUsage) {
			r.CountFailure()
		}
		return
	}
	if putUsage(r, usage) {
		return
	}
	in, inOK := langfuseSum(usage, "input")
	out, outOK := langfuseSum(usage, "output")
	for _, c := range usageCounts {
		if n, ok := usageNumber(usage, c.paths...); ok && n > 0 {
			r.Put(c.to, rewrite.Int(n))
		}
	}
	if plain, _ := usageNumber(usage, "input"); inOK && r.Put(usageInputTokens, rewrite.Int(in)) && plain != in {
		r.Put(reportedInput, rewrite.Int(plain))
	}
	if plain, _ := usageNumber(usage, "output"); outOK && r.Put(usageOutputTokens, rewrite.Int(out)) && plain != out {
		r.Put(reportedOutput, rewrite.Int(plain))
	}
}

// langfuseSum adds up a count and those whose names start with it.
func langfuseSum(usage gjson.Result, name string) (sum int64, found bool) {
	usage.ForEach(func(key, v gjson.Result) bool {
		if n, ok := whole(v); ok && (key.Str == name || strings.HasPrefix(key.Str, name+"_")) && sum <= maxCount {
			sum += n
			found = found || key.Str == name
		}
		return true
	})
	return sum, found
}

func langfuseFirstChunk(r *rewrite.Record) {
	if !r.HasSpan {
		return
	}
	first, err := time.Parse(time.RFC3339Nano, unquote(r.Str(langfuseFirst)))
	if err != nil {
		return
	}
	r.Put(requestStream, rewrite.Bool(true))
	if after := first.Sub(r.Span.StartTimestamp().AsTime()); after > 0 {
		r.Put(timeToFirstChunk, rewrite.Double(after.Seconds()))
	}
}

// langfuseRequest reads messages, or an object of messages and tools.
func langfuseRequest(r *rewrite.Record) {
	whole := true
	if v, ok := messages.Parse(r.Str(langfuseInput)); ok && v.IsObject() {
		if tools := v.Get("tools"); tools.Exists() {
			whole = putDefinitions(r, tools)
		}
		v.ForEach(func(name, _ gjson.Result) bool {
			whole = whole && (name.Str == "tools" || name.Str == "messages")
			return true
		})
		if list := v.Get("messages"); list.IsArray() && putMessages(r, inputMessages, messages.FromJSON(nil, list, roleUser), roleUser) && whole {
			r.Consume(langfuseInput)
		}
		return
	}
	putJSONMessages(r, langfuseInput, inputMessages, roleUser)
}

func langfuseResponse(r *rewrite.Record) {
	putJSONMessages(r, langfuseOutput, outputMessages, roleAssistant)
}
