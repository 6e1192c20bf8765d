// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/tidwall/gjson"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// openLIT is the dialect of OpenLIT's SDKs, which follow the conventions of
// their day but for a set of names of their own.
var openLIT = rewrite.Dialect{
	Name: "openlit",
	Signals: []string{
		"gen_ai.sdk.version", "gen_ai.application_name", "gen_ai.request.is_stream", "gen_ai.client.token.usage",
		"openlit.agent.version_hash",
	},
	Scopes: []string{"openlit", "@openlit/"},
	Rules: []rewrite.Rule{
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.llm.provider", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.llm.model", To: semconv.RequestModel},
		{From: "gen_ai.llm.temperature", To: semconv.RequestTemperature},
		{From: "gen_ai.llm.max_tokens", To: semconv.RequestMaxTokens},
		{From: "gen_ai.llm.top_p", To: semconv.RequestTopP},
		{From: "gen_ai.request.is_stream", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "gen_ai.request.n", To: semconv.RequestChoiceCount, Conv: notOne},
		{From: "gen_ai.request.embedding_dimension", To: semconv.EmbeddingDimensions},
		{From: "gen_ai.request.embedding_format", To: semconv.RequestEncodingFormats},
		{From: "gen_ai.request.reasoning_effort", To: semconv.RequestReasoningLevel},
		{From: "gen_ai.request.service_tier", To: semconv.OpenAIRequestServiceTier},
		{From: "gen_ai.response.service_tier", To: semconv.OpenAIResponseTier},
		{From: "gen_ai.response.system_fingerprint", To: semconv.OpenAISystemFingerprint},
		{From: "gen_ai.request.user", To: semconv.UserID},
		{From: "gen_ai.response.finish_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "gen_ai.token.usage.input", To: semconv.UsageInputTokens},
		{From: "gen_ai.token.usage.output", To: semconv.UsageOutputTokens},
		{From: "gen_ai.usage.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		// Of LangChain and Google's ADK, by version.
		{From: "gen_ai.usage.prompt_tokens_details.cache_read", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.prompt_tokens_details.cached_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.prompt_tokens_details.cache_write", To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.usage.prompt_tokens_details.cache_creation_tokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.usage.completion_tokens_details.reasoning", To: semconv.UsageReasoningOutputTokens},
		{From: "gen_ai.usage.completion_tokens_details.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "gen_ai.usage.completion_tokens_details.audio", To: semconv.UsageAudioOutputTokens},
		{From: "gen_ai.usage.completion_tokens_details.audio_tokens", To: semconv.UsageAudioOutputTokens},
		{From: "gen_ai.request.provider", To: semconv.ProviderName, Conv: provider},
		{From: "gen_ai.session.id", To: semconv.ConversationID},
		{From: "gen_ai.agent.session_id", To: semconv.ConversationID},
		{From: "gen_ai.openai.thread.id", To: semconv.ConversationID},
		{From: "langgraph.thread.id", To: semconv.ConversationID},
		{From: "gen_ai.openai.assistant.id", To: semconv.AgentID},
		{From: "gen_ai.team.name", To: semconv.WorkflowName},
		{From: "gen_ai.user.id", To: semconv.UserID},
		{From: "gen_ai.memory.user_id", To: semconv.UserID},
		{From: "gen_ai.vectordb.search.query", To: semconv.RetrievalQueryText},
		{From: "gen_ai.knowledge.search.query", To: semconv.RetrievalQueryText},
		{From: "gen_ai.vectordb.search.limit", To: semconv.RetrievalTopK},
		{From: "gen_ai.knowledge.search.limit", To: semconv.RetrievalTopK},
		{From: "gen_ai.server.time_to_first_token", To: semconv.ResponseTimeToFirstChunk},
		{From: "gen_ai.retrieval.query", To: semconv.RetrievalQueryText},
		{From: "gen_ai.retrieval.source", To: semconv.DataSourceID},
	},
	Finish: finishOpenLIT,
}

var (
	openLITTotal        = rewrite.K("gen_ai.client.token.usage")
	openLITIsStream     = rewrite.K("gen_ai.request.is_stream")
	openLITPrompt       = rewrite.K("gen_ai.content.prompt")
	openLITCompletion   = rewrite.K("gen_ai.completion")
	openLITReasoning    = rewrite.K("gen_ai.content.reasoning")
	openLITToolArgs     = rewrite.K("gen_ai.tool.args")
	openLITToolInput    = rewrite.K("gen_ai.tool.input")
	openLITToolArgument = rewrite.K("gen_ai.tool.arguments")
	openLITToolParams   = rewrite.K("gen_ai.tool.parameters")
	openLITToolOutput   = rewrite.K("gen_ai.tool.output")
	openLITToolResult   = rewrite.K("gen_ai.tool.result")
	openLITParameters   = rewrite.K("gen_ai.request.parameters")
	openLITPhase        = rewrite.K("gen_ai.agent.lifecycle.phase")
	openLITMessages     = rewrite.K("gen_ai.output_messages")
	openLITWorkflowType = rewrite.K("gen_ai.workflow.type")
	openLITToolCalls    = rewrite.K("gen_ai.response.tool_calls")
	openLITEndpoint     = rewrite.K("gen_ai.endpoint")
)

func finishOpenLIT(r *rewrite.Record) {
	// "Not streamed" is what the absence of gen_ai.request.stream says.
	r.Consume(openLITIsStream)
	// The old JavaScript SDK writes the response's model as the request's: there
	// is no other, so it serves as both.
	if strings.HasPrefix(r.Scope, "@openlit/") && r.Has(openLITIsStream) && !r.Has(responseModel) && r.Str(requestModel) != "" && r.Has(usageOutputTokens) {
		r.Put(responseModel, rewrite.Str(r.Str(requestModel)))
	}
	if host := hostOf(r.Str(openLITEndpoint)); host != "" && r.Put(serverAddress, rewrite.Str(host)) {
		if port := portOf(r.Str(openLITEndpoint)); port > 0 {
			r.Put(serverPort, rewrite.Int(port))
		}
		r.Consume(openLITEndpoint)
	}
	// The Python SDK writes 0 for a seed that was not given.
	if n, ok := r.Count(requestSeed); ok && n == 0 {
		r.Remove(requestSeed)
	}
	if kind := r.Str(openLITWorkflowType); kind != "" && r.Str(operationName) == opInvokeWorkflow && r.Put(workflowName, rewrite.Str(kind)) {
		r.Consume(openLITWorkflowType)
	}
	openLITOperation(r)
	if complete, _ := putParameters(r, r.Str(openLITParameters)); complete {
		r.Consume(openLITParameters)
	}
	putProviderOfFramework(r)
	putJSONMessages(r, openLITMessages, outputMessages, roleAssistant)
	putTranscript(r, openLITPrompt, inputMessages, roleUser)
	putTranscript(r, genAIPrompt, inputMessages, roleUser)
	openLITThought(r)
	openLITCalls(r)
	openLITJoined(r)
	putTranscript(r, openLITCompletion, outputMessages, roleAssistant)
	for _, k := range [...]rewrite.Key{openLITToolArgs, openLITToolInput, openLITToolArgument, openLITToolParams} {
		text := r.Str(k)
		if text == "" || joined(text) {
			continue
		}
		if v, ok := messages.ParsePython(text); ok && k == openLITToolParams {
			text = v.Raw
		}
		if putDecoded(r, toolCallArguments, text) || r.Str(openLITToolArgs) == r.Str(openLITToolInput) {
			r.Consume(k)
		}
	}
	decodeTo(r, toolCallResult, openLITToolOutput)
	decodeTo(r, toolCallResult, openLITToolResult)
}

// openLITMemory are the operations on the memory of an agent, which have one name
// in common, by the endpoint that tells them apart. Adding extracts facts from
// messages, and may update or delete what is there.
var openLITMemory = map[string]string{
	"memory add": "upsert_memory", "memory search": "search_memory", "memory update": "update_memory", "memory delete": "delete_memory",
}

// openLITOperation replaces the name of an operation that is too general.
func openLITOperation(r *rewrite.Record) {
	switch op := r.Str(operationName); {
	case op == "memory" && openLITMemory[r.Str(openLITEndpoint)] != "":
		r.Replace(operationName, rewrite.Str(openLITMemory[r.Str(openLITEndpoint)]))
	case op == "execute_task" && r.Str(openLITPhase) == "tool_execution":
		r.Replace(operationName, rewrite.Str(opExecuteTool))
	}
}

// openLITThought writes an answer together with the reasoning that came before
// it, which stands in an attribute of its own.
func openLITThought(r *rewrite.Record) {
	reasoning, answer := r.Str(openLITReasoning), r.Str(openLITCompletion)
	if reasoning == "" || settled(r, outputMessages) {
		return
	}
	m := messages.Message{Role: roleAssistant, Parts: []messages.Part{{Type: messages.TypeReasoning, Content: reasoning}}}
	if answer != "" {
		m.Parts = append(m.Parts, messages.Part{Type: messages.TypeText, Content: answer})
	}
	if putMessages(r, outputMessages, []messages.Message{m}, roleAssistant) {
		r.Consume(openLITReasoning, openLITCompletion)
	}
}

// openLITCalls writes an answer together with its tool calls, which stand in an
// attribute of their own; in Python as Python prints them.
func openLITCalls(r *rewrite.Record) {
	if !r.Has(openLITToolCalls) || settled(r, outputMessages) {
		return
	}
	calls, ok := messages.ParseEither(r.Str(openLITToolCalls))
	if !ok || !areCalls(calls) {
		return // of the Responses API old versions write the tools there
	}
	m := messages.Message{Role: roleAssistant}
	if text := openLITAnswer(r); text != "" {
		m.Parts = append(m.Parts, messages.Part{Type: messages.TypeText, Content: text})
	}
	m.Parts = messages.AppendCalls(m.Parts, calls)
	if len(m.Parts) > 0 && putMessages(r, outputMessages, []messages.Message{m}, roleAssistant) {
		r.Consume(openLITToolCalls, openLITCompletion)
	}
}

// openLITAnswer returns the text of an answer that has calls, too; Python writes None
// for no text at all.
func openLITAnswer(r *rewrite.Record) string {
	text := r.Str(openLITCompletion)
	if text == "" {
		text = eventText(r, eventContentCompletion, "gen_ai.completion")
	}
	if text == "None" {
		return ""
	}
	return text
}

// joined tells the arguments of several calls, which stand one after the other.
func joined(text string) bool {
	_, one := messages.Parse(text)
	_, several := messages.Parse("[" + text + "]")
	return !one && several && text[0] == '{'
}

// openLITJoined builds the calls that an answer asks for from the attributes of a
// tool, where all of them stand, joined by commas: so wrote versions from 1.34 on.
func openLITJoined(r *rewrite.Record) {
	if settled(r, outputMessages) || r.Str(operationName) != opChat || r.Has(openLITToolCalls) || r.Str(openLITToolArgs) == "" {
		return
	}
	text := openLITAnswer(r)
	arguments, ok := messages.ParseEither("[" + r.Str(openLITToolArgs) + "]")
	if !ok {
		return
	}
	names, ids := strings.Split(r.Str(toolName), ", "), strings.Split(r.Str(toolCallID), ", ")
	list := arguments.Array()
	if len(names) != len(list) || len(ids) != len(list) || text != "" {
		return
	}
	m := messages.Message{Role: roleAssistant}
	for i, v := range list {
		m.Parts = append(m.Parts, messages.Part{Type: messages.TypeToolCall, ID: ids[i], Name: names[i], Value: messages.JSON(v)})
	}
	putMessages(r, outputMessages, []messages.Message{m}, roleAssistant)
}

// areCalls tells calls, which have arguments, from definitions of tools.
func areCalls(list gjson.Result) bool {
	all := list.IsArray()
	list.ForEach(func(_, c gjson.Result) bool {
		all = c.Get("function.arguments").Exists() || c.Get("arguments").Exists() || c.Get("input").Exists() || c.Get("args").Exists()
		return all
	})
	return all
}

// eventText returns a string in an event of the span.
func eventText(r *rewrite.Record, name, attribute string) string {
	if !r.HasSpan {
		return ""
	}
	for _, e := range r.Span.Events().All() {
		if v, ok := e.Attributes().Get(attribute); ok && e.Name() == name {
			return v.AsString()
		}
	}
	return ""
}

// putTranscript builds messages from JSON, or from the lines "role: text" that
// OpenLIT's older SDKs write.
func putTranscript(r *rewrite.Record, from, to rewrite.Key, role string) {
	text := textOf(r, from)
	if text == "" || settled(r, to) {
		return
	}
	var list []messages.Message
	isJSON := text[0] == '[' || text[0] == '{'
	if isJSON {
		v, ok := messages.Parse(text)
		if !ok {
			r.CountFailure()
			return
		}
		list = messages.FromJSON(nil, v, role)
	}
	// JSON that is no messages is an answer of a chat that was asked for it.
	if !isJSON || len(list) == 0 && r.Str(operationName) == opChat {
		list = transcript(text, role)
	}
	if putMessages(r, to, list, role) {
		r.Consume(from)
	}
}

// transcript splits text at lines that start with a role. A content that has
// such a line itself cannot be told apart; text before the first role belongs to
// the default one.
func transcript(text, role string) []messages.Message {
	var list []messages.Message
	add := func(role, text string) {
		if text = strings.TrimSuffix(text, "\n"); text != "" {
			list = append(list, messages.Message{Role: role, Parts: []messages.Part{{Type: messages.TypeText, Content: text}}})
		}
	}
	start := 0
	for line := 0; line < len(text); {
		if r, n := lineRole(text[line:]); n > 0 {
			add(role, text[start:line])
			role, start = r, line+n
		}
		next := strings.IndexByte(text[line:], '\n')
		if next < 0 {
			break
		}
		line += next + 1
	}
	add(role, text[start:])
	return list
}

// lineRole returns the role that a line starts with and the length of its mark.
func lineRole(s string) (role string, n int) {
	for _, r := range [...]string{"user", "assistant", "system", "tool", "developer", "function"} {
		if strings.HasPrefix(s, r) && strings.HasPrefix(s[len(r):], ": ") {
			return messages.Role(r), len(r) + 2
		}
	}
	return "", 0
}
