// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// pydanticAI is the dialect of Pydantic AI. The aggregated usage of its agent
// spans repeats that of the calls below and stays under its own name.
var pydanticAI = rewrite.Dialect{
	Name: "pydantic_ai",
	Signals: []string{
		"gen_ai.aggregated_usage.input_tokens", "pydantic_ai.all_messages", "all_messages_events",
		"gen_ai.usage.details.cached_tokens", "gen_ai.usage.details.reasoning_tokens", "gen_ai.usage.details.cache_read_tokens",
	},
	Scopes: []string{"pydantic-ai", "pydantic_ai"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.usage.details.cache_read_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.details.cached_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.details.cache_write_tokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.usage.details.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "gen_ai.usage.details.input_audio_tokens", To: semconv.UsageAudioInputTokens},
		{From: "gen_ai.usage.details.output_audio_tokens", To: semconv.UsageAudioOutputTokens},
		{From: "model_name", To: semconv.RequestModel},
		{From: "agent_name", To: semconv.AgentName},
	},
	Finish: finishPydanticAI,
}

var (
	pydanticEvents    = rewrite.K("events")
	pydanticRequest   = rewrite.K("model_request_parameters")
	pydanticFinal     = rewrite.K("final_result")
	pydanticArguments = rewrite.K("tool_arguments")
	pydanticResponse  = rewrite.K("tool_response")
)

func finishPydanticAI(r *rewrite.Record) {
	switch {
	case strings.HasPrefix(r.SpanName(), "running tool") && r.Has(toolName):
		r.Put(operationName, rewrite.Str(opExecuteTool))
	case r.SpanName() == "agent run" && (r.Has(agentName) || r.Has(pydanticFinal)):
		r.Put(operationName, rewrite.Str(opInvokeAgent))
	}
	pydanticMessages(r)
	if request, ok := messages.Parse(r.Str(pydanticRequest)); ok {
		pydanticTools(r, request.Get("function_tools"))
	}
	decodeTo(r, toolCallArguments, pydanticArguments)
	decodeTo(r, toolCallResult, pydanticResponse)
}

// pydanticMessages reads the first version of the messages of a call: the log
// events of their day, as a list in an attribute.
func pydanticMessages(r *rewrite.Record) { putEventList(r, false) }

// putEventList reads log events of messages from a list in an attribute. What the model
// answered is an event of its own or, if answersAtEnd, the assistant's messages at the end.
func putEventList(r *rewrite.Record, answersAtEnd bool) {
	events, ok := messages.Parse(r.Str(pydanticEvents))
	if !ok || !events.IsArray() || !events.Get("0.event\\.name").Exists() {
		return
	}
	var input, output []messages.Message
	events.ForEach(func(_, e gjson.Result) bool {
		name := e.Get("event\\.name").String()
		switch role := eventRoles[name]; {
		case name == eventChoice:
			n := len(output)
			output = messages.FromJSON(output, e.Get("message"), roleAssistant)
			if reason := e.Get("finish_reason").String(); reason != "" && len(output) > n {
				output[n].FinishReason = messages.FinishReason(reason)
			}
		case role == "tool":
			input = append(input, messages.Message{Role: role, Parts: []messages.Part{{
				Type: messages.TypeToolCallResponse, ID: e.Get("id").String(), Value: messages.JSON(e.Get("content")),
			}}})
		case role != "":
			input = messages.FromJSON(input, e, role)
		}
		return true
	})
	if answersAtEnd {
		n := len(input)
		for n > 0 && input[n-1].Role == roleAssistant {
			n--
		}
		input, output = input[:n], input[n:]
	}
	wroteInput := putMessages(r, inputMessages, input, roleUser)
	wroteOutput := putMessages(r, outputMessages, output, roleAssistant)
	if (wroteInput || len(input) == 0) && (wroteOutput || len(output) == 0) {
		r.Consume(pydanticEvents)
	}
}

// pydanticTools writes the tools of a request. The object that they stand in says
// more and stays.
func pydanticTools(r *rewrite.Record, tools gjson.Result) {
	if r.Has(toolDefinitions) || !tools.IsArray() {
		return
	}
	list := pcommon.NewSlice()
	tools.ForEach(func(_, tool gjson.Result) bool {
		messages.Definition{
			Name: tool.Get("name").String(), Description: tool.Get("description").String(), Parameters: messages.JSON(tool.Get("parameters_json_schema")),
		}.Write(list)
		return true
	})
	putSlice(r, toolDefinitions, list)
}
