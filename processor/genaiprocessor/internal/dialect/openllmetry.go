// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// openLLMetry is the dialect of Traceloop's instrumentations, in the order of
// its generations: llm.* (to 2024), flattened gen_ai.prompt.N (to 2026),
// nearly the conventions since.
var openLLMetry = rewrite.Dialect{
	Name: "openllmetry",
	Signals: []string{
		"llm.request.type", "llm.usage.total_tokens", "gen_ai.prompt.", "gen_ai.completion.", "llm.completions.",
		"llm.vendor", "llm.request.model", "llm.usage.prompt_tokens", "llm.is_streaming", "gen_ai.is_streaming",
		"gen_ai.openai.api_base", "gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.cache_creation_input_tokens",
		"traceloop.span.kind", "traceloop.workflow.name", "traceloop.entity.name", "traceloop.association.properties.",
	},
	Scopes: []string{
		"@traceloop/", "traceloop.", "opentelemetry.instrumentation.openai.v", "opentelemetry.instrumentation.openai_agents",
		"opentelemetry.instrumentation.anthropic", "opentelemetry.instrumentation.langchain", "opentelemetry.instrumentation.llamaindex",
		"opentelemetry.instrumentation.bedrock", "opentelemetry.instrumentation.cohere", "opentelemetry.instrumentation.crewai",
		"opentelemetry.instrumentation.google_generativeai", "opentelemetry.instrumentation.groq", "opentelemetry.instrumentation.haystack",
		"opentelemetry.instrumentation.mistralai", "opentelemetry.instrumentation.ollama", "opentelemetry.instrumentation.replicate",
		"opentelemetry.instrumentation.sagemaker", "opentelemetry.instrumentation.together", "opentelemetry.instrumentation.transformers",
		"opentelemetry.instrumentation.voyageai", "opentelemetry.instrumentation.watsonx", "opentelemetry.instrumentation.writer",
		"opentelemetry.instrumentation.agno", "opentelemetry.instrumentation.alephalpha",
	},
	Rules: []rewrite.Rule{
		{From: "gen_ai.system", To: semconv.ProviderName, Conv: provider},
		{From: "llm.vendor", To: semconv.ProviderName, Conv: provider},
		{From: "llm.request.type", To: semconv.OperationName, Conv: requestType},
		// A task is any function: no operation of the conventions.
		{From: "traceloop.span.kind", To: semconv.OperationName, Conv: fold(map[string]string{
			"workflow": opInvokeWorkflow, "agent": opInvokeAgent, "tool": opExecuteTool,
		})},
		{From: "llm.request.model", To: semconv.RequestModel},
		{From: "llm.response.model", To: semconv.ResponseModel},
		{From: "llm.request.max_tokens", To: semconv.RequestMaxTokens},
		{From: "gen_ai.request.max_completion_tokens", To: semconv.RequestMaxTokens},
		{From: "llm.watsonx.max_new_tokens", To: semconv.RequestMaxTokens},
		{From: "llm.temperature", To: semconv.RequestTemperature},
		{From: "llm.request.temperature", To: semconv.RequestTemperature},
		{From: "llm.top_p", To: semconv.RequestTopP},
		{From: "llm.request.top_p", To: semconv.RequestTopP},
		{From: "llm.top_k", To: semconv.RequestTopK},
		{From: "llm.frequency_penalty", To: semconv.RequestFrequencyPenalty},
		{From: "llm.presence_penalty", To: semconv.RequestPresencePenalty},
		{From: "llm.chat.stop_sequences", To: semconv.RequestStopSequences},
		{From: "llm.watsonx.random_seed", To: semconv.RequestSeed},
		{From: "llm.is_streaming", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "gen_ai.is_streaming", To: semconv.RequestStream, Conv: onlyTrue},
		{From: "gen_ai.request.n", To: semconv.RequestChoiceCount, Conv: notOne},
		{From: "gen_ai.request.reasoning_effort", To: semconv.RequestReasoningLevel},
		{From: "llm.request.reasoning_effort", To: semconv.RequestReasoningLevel},
		{From: "gen_ai.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "llm.usage.prompt_tokens", To: semconv.UsageInputTokens},
		{From: "gen_ai.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "llm.usage.completion_tokens", To: semconv.UsageOutputTokens},
		{From: "gen_ai.usage.cache_read_input_tokens", To: semconv.UsageCacheReadInputTokens},
		{From: "gen_ai.usage.cache_creation_input_tokens", To: semconv.UsageCacheWriteInputTokens},
		{From: "gen_ai.usage.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "llm.usage.reasoning_tokens", To: semconv.UsageReasoningOutputTokens},
		{From: "gen_ai.response.finish_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "gen_ai.response.stop_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "llm.response.finish_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "llm.response.stop_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "gen_ai.openai.system_fingerprint", To: semconv.OpenAISystemFingerprint},
		{From: "traceloop.association.properties.conversation_id", To: semconv.ConversationID},
		{From: "traceloop.association.properties.session_id", To: semconv.ConversationID},
		{From: "traceloop.association.properties.thread_id", To: semconv.ConversationID},
		{From: "traceloop.association.properties.chat_id", To: semconv.ConversationID},
		{From: "traceloop.association.properties.user_id", To: semconv.UserID},
		{From: "llm.user", To: semconv.UserID},
		{From: "gen_ai.user", To: semconv.UserID},
		// LangChain's metadata of the run.
		{From: "traceloop.association.properties.ls_provider", To: semconv.ProviderName, Conv: provider},
		{From: "traceloop.association.properties.ls_model_name", To: semconv.RequestModel},
		{From: "traceloop.association.properties.ls_temperature", To: semconv.RequestTemperature},
		{From: "traceloop.association.properties.ls_max_tokens", To: semconv.RequestMaxTokens},
		{From: "traceloop.workflow.name", To: semconv.WorkflowName},
		{From: "tool.description", To: semconv.ToolDescription},
		{From: "traceloop.prompt.key", To: semconv.PromptName},
		{From: "traceloop.prompt.version", To: semconv.PromptVersion},
	},
	Finish: finishOpenLLMetry,
}

var (
	olmRequestType    = rewrite.K("llm.request.type")
	olmIsStreaming    = rewrite.K("gen_ai.is_streaming")
	olmOldIsStreaming = rewrite.K("llm.is_streaming")
	olmSpanKind       = rewrite.K("traceloop.span.kind")
	olmEntityName     = rewrite.K("traceloop.entity.name")
	olmEntityInput    = rewrite.K("traceloop.entity.input")
	olmEntityOutput   = rewrite.K("traceloop.entity.output")
	olmTotalTokens    = rewrite.K("llm.usage.total_tokens")
	genAITotalTokens  = rewrite.K("gen_ai.usage.total_tokens")
	olmVariables      = rewrite.K("traceloop.prompt.template_variables")
	olmProvider       = rewrite.K("traceloop.association.properties.ls_provider")
	olmSchema         = rewrite.K("gen_ai.request.structured_output_schema")
	workflowName      = rewrite.K(semconv.WorkflowName)
	olmPrompts        = rewrite.Family("gen_ai.prompt.")
	// Not of this family: gen_ai.prompt.variable.x is of the conventions.
	_                 = rewrite.Family(semconv.PromptVariablePrefix)
	olmOldPrompts     = rewrite.Family("llm.prompts.")
	olmCompletions    = rewrite.Family("gen_ai.completion.")
	olmOldCompletions = rewrite.Family("llm.completions.")
	olmFunctions      = rewrite.Family("llm.request.functions.")
	openAIBase        = rewrite.K("gen_ai.openai.api_base")
	openAIOldBase     = rewrite.K("openai.api_base")
	watsonxBase       = rewrite.K("watsonx.api_base")
	serverAddress     = rewrite.K(semconv.ServerAddress)
	serverPort        = rewrite.K(semconv.ServerPort)
)

func finishOpenLLMetry(r *rewrite.Record) {
	// "Not streamed" is what the absence of gen_ai.request.stream says.
	for _, k := range [...]rewrite.Key{olmIsStreaming, olmOldIsStreaming} {
		if v, ok := r.Get(k); ok && v.Type() == pcommon.ValueTypeBool && !v.Bool() {
			r.Consume(k)
		}
	}
	choiceFinishReasons(r, olmCompletions)
	choiceFinishReasons(r, olmOldCompletions)
	if r.Str(operationName) == opRerank {
		openLLMetryQuery(r)
	}
	set := field(openLLMetryField)
	if strings.HasPrefix(r.Scope, "opentelemetry.instrumentation.bedrock") {
		set = openLLMetryBedrockField
	}
	putFlattened(r, olmPrompts, inputMessages, roleUser, set)
	// llm.prompts.N.content; OpenInference has llm.prompts.N.prompt.text.
	putFlattened(r, olmOldPrompts, inputMessages, roleUser, openLLMetryField)
	putFlattened(r, olmCompletions, outputMessages, roleAssistant, openLLMetryField)
	putFlattened(r, olmOldCompletions, outputMessages, roleAssistant, openLLMetryField)
	putTools(r, olmFunctions, openLLMetryFunction)
	openLLMetryEntity(r)
	// The spans of Anthropic's Messages API call themselves completions, before 0.22 also
	// by their name; only their prompts have roles.
	if r.Str(olmRequestType) == "completion" && (strings.HasSuffix(r.SpanName(), ".chat") || r.SpanName() == "anthropic.completion" && hasRoles(r, olmPrompts)) {
		if r.Str(operationName) == opTextCompletion {
			r.Replace(operationName, rewrite.Str(opChat))
		}
		if r.Str(operationName) == opChat {
			r.Consume(olmRequestType)
		}
	}
	// A name of their own for a call, where the messages show that it is one.
	if r.Str(operationName) == "llm_request" && (r.Has(inputMessages) || r.Has(outputMessages)) {
		r.Replace(operationName, rewrite.Str(opChat))
	}
	// The spans of OpenAI's Responses API name no kind of request.
	if !r.Has(operationName) && !r.Has(olmSpanKind) && r.Has(requestModel) && (hasAny(r, olmCompletions) || r.Has(usageOutputTokens)) {
		r.Put(operationName, rewrite.Str(opChat))
	}
	// Where the framework's name stands as the provider's, the run knows better.
	if known := Provider(r.Str(olmProvider)); known != "" && frameworks[strings.ToLower(r.Str(providerName))] {
		r.Replace(providerName, rewrite.Str(known))
		r.Consume(olmProvider)
	}
	putVariables(r, olmVariables)
	if r.Has(olmSchema) {
		r.Put(outputType, rewrite.Str("json"))
	}
	for _, k := range [...]rewrite.Key{openAIBase, openAIOldBase, watsonxBase} {
		if host := hostOf(r.Str(k)); host != "" && r.Put(serverAddress, rewrite.Str(host)) {
			if port := portOf(r.Str(k)); port > 0 {
				r.Put(serverPort, rewrite.Int(port))
			}
		}
	}
	putProviderOfFramework(r)
}

// hostOf returns the host of a URL.
func hostOf(text string) string {
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" {
		return ""
	}
	return u.Hostname()
}

// portOf returns the port of a URL, 0 if it names none.
func portOf(text string) int64 {
	u, err := url.Parse(text)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		return 0
	}
	return int64(n)
}

// requestType is a kind of request in the words of OpenLLMetry and AgentOps.
var requestType = fold(map[string]string{
	"chat": opChat, "completion": opTextCompletion, "embedding": opEmbeddings, "rerank": opRerank,
})

// openLLMetryField sets a field of gen_ai.prompt.N or gen_ai.completion.N.
func openLLMetryField(f *messages.Flattened, m *messages.Message, name string, v pcommon.Value) bool {
	if v.Type() != pcommon.ValueTypeStr {
		return false
	}
	value := v.Str()
	switch name {
	case "role":
		m.Role = messages.Role(value)
	case "name":
		m.Name = value
	case "content":
		if value != "null" { // JavaScript writes the absence of a text so
			f.SetContent(m, value)
		}
	case "user", "document", "text":
		// Bedrock's old API and Cohere's rerank put the text under other names.
		f.SetContent(m, value)
	case "finish_reason":
		m.FinishReason = messages.FinishReason(value)
		return false // what consumes it is the list of finish reasons
	case "refusal":
		p := m.Part(messages.GroupBlocks, 0)
		p.Type, p.Content = name, value
	case "reasoning_content", "reasoning":
		p := m.Part(messages.GroupReasoning, 0)
		p.Type, p.Content = messages.TypeReasoning, value
	case "tool_call_id":
		p := m.Part(messages.GroupCalls, 0)
		p.Type, p.ID = messages.TypeToolCallResponse, value
	case "function_call.name":
		p := m.Part(messages.GroupCalls, 0)
		p.Type, p.Name = messages.TypeToolCall, value
	case "function_call.arguments":
		p := m.Part(messages.GroupCalls, 0)
		p.Type, p.Value = messages.TypeToolCall, messages.Decode(value)
	default:
		return openLLMetryCall(m, name, value)
	}
	return true
}

// openLLMetryBedrockField is openLLMetryField for Bedrock, whose content is JSON also
// where it is a text.
func openLLMetryBedrockField(f *messages.Flattened, m *messages.Message, name string, v pcommon.Value) bool {
	if name == "content" && v.Type() == pcommon.ValueTypeStr && strings.HasPrefix(v.Str(), `"`) && gjson.Valid(v.Str()) {
		f.SetContent(m, gjson.Parse(v.Str()).String())
		return true
	}
	return openLLMetryField(f, m, name, v)
}

// openLLMetryQuery finds the query of a reranking among its prompts, where the
// documents are the system's.
func openLLMetryQuery(r *rewrite.Record) {
	user := -1
	r.Indexed(olmPrompts, func(i rewrite.Indexed) {
		if n, name, ok := rewrite.Index(i.Rest); ok && name == "role" && i.Value.Type() == pcommon.ValueTypeStr && i.Value.Str() == roleUser {
			user = n
		}
	})
	r.Indexed(olmPrompts, func(i rewrite.Indexed) {
		if n, name, ok := rewrite.Index(i.Rest); ok && n == user && name == "content" && i.Value.Type() == pcommon.ValueTypeStr {
			r.Put(retrievalQuery, rewrite.Str(i.Value.Str()))
		}
	})
}

func openLLMetryCall(m *messages.Message, name, value string) bool {
	rest, ok := strings.CutPrefix(name, "tool_calls.")
	if !ok {
		return false
	}
	n, field, ok := partIndex(rest)
	if !ok {
		return false
	}
	p := m.Part(messages.GroupCalls, n)
	p.Type = messages.TypeToolCall
	switch field {
	case "id":
		p.ID = value
	case "name":
		p.Name = value
	case "arguments":
		p.Value = messages.Decode(value)
	default:
		return false
	}
	return true
}

// openLLMetryFunction sets a field of llm.request.functions.N.
func openLLMetryFunction(t *tool, name, value string) bool {
	switch name {
	case "name":
		t.Name = value
	case "description":
		t.Description = value
	case "parameters", "arguments", "input_schema":
		t.Parameters = messages.Decode(value)
	default:
		return false
	}
	return true
}

// openLLMetryEntity places the name, the input and the output of a decorated
// function by what it is. A task is any function: its name is no agent's and its
// input is no message.
func openLLMetryEntity(r *rewrite.Record) {
	name, kind := r.Str(olmEntityName), r.Str(olmSpanKind)
	if kind == "task" && r.Str(operationName) == opExecuteTool {
		kind = "tool" // LangChain's tools are called tasks in JavaScript
	}
	var to rewrite.Key
	switch kind {
	case "agent":
		to = agentName
	case "tool":
		to = toolName
		openLLMetryTool(r)
	case "workflow":
		to = workflowName
	default:
		return
	}
	if name != "" && r.Put(to, rewrite.Str(name)) {
		r.Consume(olmEntityName)
	}
}

func openLLMetryTool(r *rewrite.Record) {
	putCallArguments(r, olmEntityInput)
	decodeTo(r, toolCallResult, olmEntityOutput)
}

// hasRoles reports whether the messages of a family have roles.
func hasRoles(r *rewrite.Record, family rewrite.Key) (has bool) {
	r.Indexed(family, func(i rewrite.Indexed) {
		has = has || strings.HasSuffix(i.Rest, ".role")
	})
	return has
}

// maxChoices bounds the choices of one response; the APIs allow 128.
const maxChoices = 128

// choiceFinishReasons collects N.finish_reason of all choices, in the order of
// N whatever the order of the attributes.
func choiceFinishReasons(r *rewrite.Record, family rewrite.Key) {
	var single rewrite.Indexed
	n := 0
	r.Indexed(family, func(i rewrite.Indexed) {
		if isFinishReason(i) {
			single = i
			n++
		}
	})
	switch n {
	case 0:
		return
	case 1:
		if r.Put(finishReasons, rewrite.One(bareReason(single.Value.Str()))) {
			r.ConsumeIndexed(single)
		}
		return
	}
	var reasons sorted[string]
	r.Indexed(family, func(i rewrite.Indexed) {
		if isFinishReason(i) {
			n, _, _ := rewrite.Index(i.Rest)
			*reasons.at(n) = bareReason(i.Value.Str())
		}
	})
	var list []string
	for _, s := range reasons.all() {
		list = append(list, *s)
	}
	if !r.Put(finishReasons, rewrite.Many(list)) {
		return
	}
	r.Indexed(family, func(i rewrite.Indexed) {
		if isFinishReason(i) {
			r.ConsumeIndexed(i)
		}
	})
}

func isFinishReason(i rewrite.Indexed) bool {
	n, field, ok := rewrite.Index(i.Rest)
	return ok && field == "finish_reason" && n < maxChoices && i.Value.Type() == pcommon.ValueTypeStr && !rewrite.Unset(i.Value.Str())
}
