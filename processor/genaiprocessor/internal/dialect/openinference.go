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

// openInference is the dialect of Arize's instrumentations: one span kind
// attribute, llm.* for the call, flattened messages.
var openInference = rewrite.Dialect{
	Name: "openinference",
	Signals: []string{
		"openinference.span.kind", "llm.model_name", "llm.invocation_parameters",
		"llm.token_count.prompt", "llm.token_count.completion", "llm.input_messages.", "llm.output_messages.",
	},
	Scopes: []string{"openinference.instrumentation.", "@arizeai/openinference-"},
	Rules: []rewrite.Rule{
		{From: "llm.request.model_name", To: semconv.RequestModel},
		{From: "llm.response.model_name", To: semconv.ResponseModel},
		{From: "embedding.model_name", To: semconv.RequestModel},
		{From: "reranker.model_name", To: semconv.RequestModel},
		{From: "llm.token_count.prompt", To: semconv.UsageInputTokens},
		{From: "llm.token_count.completion", To: semconv.UsageOutputTokens},
		{From: "llm.token_count.prompt_details.cache_read", To: semconv.UsageCacheReadInputTokens},
		{From: "llm.token_count.prompt_details.cache_input", To: semconv.UsageCacheReadInputTokens},
		{From: "llm.token_count.prompt_details.cache_write", To: semconv.UsageCacheWriteInputTokens},
		{From: "llm.token_count.prompt_details.audio", To: semconv.UsageAudioInputTokens},
		{From: "llm.token_count.completion_details.audio", To: semconv.UsageAudioOutputTokens},
		{From: "llm.token_count.completion_details.reasoning", To: semconv.UsageReasoningOutputTokens},
		{From: "decision.request.model_name", To: semconv.RequestModel},
		{From: "decision.response.model_name", To: semconv.ResponseModel},
		{From: "decision.model_name", To: semconv.RequestModel},
		{From: "decision.token_count.input", To: semconv.UsageInputTokens},
		{From: "decision.token_count.output", To: semconv.UsageOutputTokens},
		{From: "llm.finish_reason", To: semconv.ResponseFinishReasons, Conv: finishReason},
		{From: "session.id", To: semconv.ConversationID},
		{From: "tool.name", To: semconv.ToolName},
		{From: "tool.description", To: semconv.ToolDescription},
		{From: "tool.id", To: semconv.ToolCallID},
		{From: "tool_call.id", To: semconv.ToolCallID},
		{From: "reranker.query", To: semconv.RetrievalQueryText},
		{From: "reranker.top_k", To: semconv.RetrievalTopK},
		{From: "llm.prompt_template.version", To: semconv.PromptVersion},
	},
	Finish: finishOpenInference,
}

// Sources that need more than a rule.
var (
	oiSpanKind          = rewrite.K("openinference.span.kind")
	oiModelName         = rewrite.K("llm.model_name")
	oiRequestModelName  = rewrite.K("llm.request.model_name")
	oiProvider          = rewrite.K("llm.provider")
	oiSystem            = rewrite.K("llm.system")
	oiDecisionProvider  = rewrite.K("decision.provider")
	oiDecisionSystem    = rewrite.K("decision.system")
	oiInvocation        = rewrite.K("llm.invocation_parameters")
	oiEmbedInvocation   = rewrite.K("embedding.invocation_parameters")
	oiMetadata          = rewrite.K("metadata")
	oiTotalTokens       = rewrite.K("llm.token_count.total")
	oiInputValue        = rewrite.K("input.value")
	oiInputMime         = rewrite.K("input.mime_type")
	oiOutputValue       = rewrite.K("output.value")
	oiOutputMime        = rewrite.K("output.mime_type")
	oiCompletionText    = rewrite.K("completion.text")
	oiToolParameters    = rewrite.K("tool.parameters")
	oiAgentName         = rewrite.K("agent.name")
	oiNodeName          = rewrite.K("graph.node.name")
	oiNodeID            = rewrite.K("graph.node.id")
	oiEmbeddingVector   = rewrite.K("embedding.vector")
	oiTemplateVariables = rewrite.K("llm.prompt_template.variables")
	oiInputJSON         = rewrite.K("llm.input_messages")
	oiOutputJSON        = rewrite.K("llm.output_messages")
	agentName           = rewrite.K(semconv.AgentName)

	oiInputMessages  = rewrite.Family("llm.input_messages.")
	oiOutputMessages = rewrite.Family("llm.output_messages.")
	oiPrompts        = rewrite.Family("llm.prompts.")
	oiChoices        = rewrite.Family("llm.choices.")
	oiTools          = rewrite.Family("llm.tools.")
	oiEmbeddings     = rewrite.Family("embedding.embeddings.")
	oiDocuments      = rewrite.Family("retrieval.documents.")
	oiReranked       = rewrite.Family("reranker.output_documents.")
)

func finishOpenInference(r *rewrite.Record) {
	kind := strings.ToUpper(r.Str(oiSpanKind)) // some write it by hand
	if op := openInferenceOperation(r, kind); op != "" && r.Put(operationName, rewrite.Str(op)) {
		r.Consume(oiSpanKind)
	}
	if p := openInferenceProvider(r.Str(oiProvider), r.Str(oiSystem)); p != "" && r.Put(providerName, rewrite.Str(p)) {
		r.Consume(oiProvider, oiSystem)
	}
	if p := openInferenceProvider(r.Str(oiDecisionProvider), r.Str(oiDecisionSystem)); p != "" && r.Put(providerName, rewrite.Str(p)) {
		r.Consume(oiDecisionProvider, oiDecisionSystem)
	}
	putTools(r, oiTools, openInferenceTool)
	requested := r.Has(oiRequestModelName)
	for _, k := range [...]rewrite.Key{oiInvocation, oiEmbedInvocation} {
		complete, model := putParameters(r, r.Str(k))
		if complete {
			r.Consume(k)
		}
		requested = requested || model
	}
	if kind == "LLM" {
		requested = openInferenceRequest(r, requested) || requested
	}
	openInferenceModel(r, requested)
	openInferenceMetadata(r)
	openInferenceScope(r)
	putVariables(r, oiTemplateVariables)

	putFlattened(r, oiInputMessages, inputMessages, roleUser, openInferenceField)
	putFlattened(r, oiPrompts, inputMessages, roleUser, openInferencePrompt)
	putJSONMessages(r, oiInputJSON, inputMessages, roleUser)
	putFlattened(r, oiOutputMessages, outputMessages, roleAssistant, openInferenceField)
	putFlattened(r, oiChoices, outputMessages, roleAssistant, openInferenceChoice)
	putJSONMessages(r, oiOutputJSON, outputMessages, roleAssistant)
	putText(r, oiCompletionText, outputMessages, roleAssistant)

	switch kind {
	case "LLM":
		fillFromResponse(r, r.Str(oiOutputValue))
		if r.Str(operationName) == opTextCompletion {
			openInferenceCompletion(r)
		}
	case "EMBEDDING":
		fillFromResponse(r, r.Str(oiOutputValue))
		openInferenceEmbedding(r)
	case "TOOL":
		openInferenceToolCall(r)
	case "RETRIEVER":
		openInferenceQuery(r)
		putDocuments(r, oiDocuments)
	case "RERANKER":
		openInferenceQuery(r)
		putDocuments(r, oiReranked)
	case "AGENT":
		r.Map(oiAgentName, agentName, nil)
		// Older versions name the agent only as a node of its graph.
		r.Map(oiNodeName, agentName, nil)
		openInferenceAgent(r)
	}
}

// openInferenceAgent names an agent where no attribute for it does: some
// instrumentations have the name as the id of its node, or in the name of the span.
func openInferenceAgent(r *rewrite.Record) {
	library, ok := strings.CutPrefix(r.Scope, oiScope)
	if !ok {
		return
	}
	switch library {
	case "openai_agents", "crewai", "autogen_agentchat":
		r.Map(oiNodeID, agentName, nil)
	case "smolagents":
		if name, ok := strings.CutSuffix(r.SpanName(), ".run"); ok {
			r.Put(agentName, rewrite.Str(name))
		}
	}
}

// oiScope starts the names of the scopes in Python.
const oiScope = "openinference.instrumentation."

// scopeProviders are the providers of the instrumentations for SDKs that have no
// other; on errors some leave it out.
var scopeProviders = map[string]string{
	"anthropic": "anthropic", "bedrock": "aws.bedrock", "google_genai": "gcp.gen_ai", "groq": "groq", "mistralai": "mistral_ai",
	"vertexai": "gcp.vertex_ai",
}

// autogenClients are the classes after which AutoGen's calls are named, by whose
// models they call. Source: autogen_ext.models of autogen-ext 0.7.5.
var autogenClients = map[string]string{
	"OpenAIChatCompletionClient": "openai", "AzureOpenAIChatCompletionClient": "azure.ai.openai", "AzureAIChatCompletionClient": "azure.ai.inference",
	"AnthropicChatCompletionClient": "anthropic", "AnthropicBedrockChatCompletionClient": "aws.bedrock", "OllamaChatCompletionClient": "ollama",
}

// openInferenceScope names the provider of a call by the instrumented SDK, or by
// the start of the model's name, as LiteLLM has it.
func openInferenceScope(r *rewrite.Record) {
	library, ok := strings.CutPrefix(r.Scope, oiScope)
	if !ok || r.Has(providerName) {
		return
	}
	switch r.Str(operationName) {
	case opChat, opTextCompletion, opEmbeddings, opRerank:
	default:
		return
	}
	if known, ok := scopeProviders[library]; ok {
		r.Put(providerName, rewrite.Str(known))
		return
	}
	if library == "autogen_agentchat" {
		client, _, _ := strings.Cut(r.SpanName(), ".")
		r.Put(providerName, rewrite.Str(autogenClients[client]))
		return
	}
	if library != "litellm" {
		return
	}
	model := r.Str(requestModel)
	for _, k := range [...]rewrite.Key{oiInvocation, oiEmbedInvocation} {
		if params, ok := messages.Parse(r.Str(k)); ok && !strings.Contains(model, "/") {
			model = params.Get("model").String()
		}
	}
	if known := vendorOf(model); known != "" {
		r.Put(providerName, rewrite.Str(known))
	}
}

// openInferenceCompletion reads a text completion, of which the JavaScript
// instrumentation has nothing but the text that went in and the one that came
// out.
func openInferenceCompletion(r *rewrite.Record) {
	for _, c := range [...]struct {
		value, mime, to rewrite.Key
		role            string
	}{{oiInputValue, oiInputMime, inputMessages, roleUser}, {oiOutputValue, oiOutputMime, outputMessages, roleAssistant}} {
		text := r.Str(c.value)
		if text == "" || settled(r, c.to) || r.Str(c.mime) != "text/plain" {
			continue
		}
		putText(r, c.value, c.to, c.role)
		r.Consume(c.mime)
	}
}

// openInferenceOperation returns "" for the kinds that are no GenAI operation:
// CHAIN, PROMPT, GUARDRAIL, EVALUATOR, DECISION, CODE, HUMAN, UNKNOWN.
func openInferenceOperation(r *rewrite.Record, kind string) string {
	switch kind {
	case "LLM":
		switch {
		case hasAny(r, oiPrompts, oiChoices) || r.Has(oiCompletionText) || r.SpanName() == "OpenAI Completions":
			return opTextCompletion // the JavaScript instrumentation shows it by the name of the span only
		case r.Has(usageInputTokens) || r.Has(usageOutputTokens) || hasAny(r, oiInputMessages, oiOutputMessages) || r.Has(oiInputJSON):
			return opChat
		case strings.HasPrefix(r.Scope, oiScope+"llama_index"):
			return "" // LlamaIndex marks its helper functions LLM too: no model was called
		case strings.HasPrefix(r.Scope, oiScope+"bedrock") && strings.Contains(r.Str(oiModelName), "embed"):
			return opEmbeddings // it knows no kinds of models
		case r.Has(oiModelName) || r.Has(oiInvocation):
			return opChat
		default:
			return ""
		}
	case "EMBEDDING":
		return opEmbeddings
	case "RETRIEVER":
		return opRetrieval
	case "RERANKER":
		return opRerank
	case "TOOL":
		return opExecuteTool
	case "AGENT":
		return opInvokeAgent
	default:
		return ""
	}
}

func hasAny(r *rewrite.Record, families ...rewrite.Key) (found bool) {
	for _, f := range families {
		found = found || r.Has(f)
	}
	return found
}

// openInferenceProvider joins llm.provider, who serves the model, and
// llm.system, whose model or API it is: only together they tell Azure's OpenAI
// from Azure's other models.
func openInferenceProvider(provider, system string) string {
	provider, system = strings.ToLower(provider), strings.ToLower(system)
	switch {
	case provider == "":
		return Provider(system)
	case provider == "azure" && system == "openai":
		return "azure.ai.openai"
	case provider == "google" && (system == "vertexai" || system == "vertex_ai"):
		return "gcp.vertex_ai"
	default:
		return Provider(provider)
	}
}

// openInferenceRequest fills what is still missing from the JSON of the request,
// and reports whether it names the model.
func openInferenceRequest(r *rewrite.Record, requested bool) (model bool) {
	text := r.Str(oiInputValue)
	if !strings.HasPrefix(text, "{") {
		return false
	}
	lacksModel := !requested && strings.Contains(text, `"model"`)
	lacksTools := !r.Has(toolDefinitions) && strings.Contains(text, `"tools"`)
	if !lacksModel && !lacksTools {
		return false
	}
	request, ok := messages.Parse(text)
	if !ok {
		return false
	}
	if tools := request.Get("tools"); lacksTools && tools.IsArray() {
		putDefinitions(r, tools)
	}
	if lacksModel {
		putString(r, requestPrevious, request.Get("previous_response_id"))
		return putString(r, requestModel, request.Get("model"))
	}
	return false
}

// openInferenceModel places llm.model_name, which most instrumentations fill
// from the response and the others from the request: where it differs from the
// request's own model it is the response's. Where it is the same nothing tells
// whose it is, and the request has it already.
func openInferenceModel(r *rewrite.Record, requested bool) {
	name := r.Str(oiModelName)
	if name == "" {
		return
	}
	if requested && name == r.Str(requestModel) {
		r.Consume(oiModelName)
		return
	}
	if !requested && r.Put(requestModel, rewrite.Str(name)) || r.Put(responseModel, rewrite.Str(name)) {
		r.Consume(oiModelName)
	}
}

// openInferenceMetadata fills gaps from the run metadata of LangChain, the only
// place where its JavaScript instrumentation names the provider.
func openInferenceMetadata(r *rewrite.Record) {
	meta := r.Str(oiMetadata)
	if !strings.Contains(meta, "\"ls_") && !strings.Contains(meta, "\"thread_id\"") && !strings.Contains(meta, "\"session_id\"") {
		return
	}
	v, ok := messages.Parse(meta)
	if !ok {
		return
	}
	if p := v.Get("ls_provider"); p.Type == gjson.String {
		if name := Provider(p.String()); name != "" {
			r.Put(providerName, rewrite.Str(name))
		}
	}
	putString(r, requestModel, v.Get("ls_model_name"))
	putDouble(r, requestTemperature, v.Get("ls_temperature"))
	putInt(r, requestMaxTokens, v.Get("ls_max_tokens"))
	putString(r, conversationID, v.Get("session_id"))
	putString(r, conversationID, v.Get("thread_id"))
}

// putVariables writes the variables of a prompt template, one attribute each.
func putVariables(r *rewrite.Record, from rewrite.Key) {
	variables, ok := messages.Parse(r.Str(from))
	if !ok || !variables.IsObject() {
		return
	}
	all := true
	variables.ForEach(func(name, v gjson.Result) bool {
		all = r.PutNamed(semconv.PromptVariablePrefix+name.String(), rewrite.Str(v.String())) && all
		return true
	})
	if all {
		r.Consume(from)
	}
}

// openInferenceField sets "message.<field>" of a flattened message.
func openInferenceField(f *messages.Flattened, m *messages.Message, name string, v pcommon.Value) bool {
	if v.Type() != pcommon.ValueTypeStr {
		return false
	}
	value := v.Str()
	name, ok := strings.CutPrefix(name, "message.")
	if !ok {
		return autogenField(m, name, value)
	}
	switch name {
	case "finish_reason":
		m.FinishReason = messages.FinishReason(value)
	case "role":
		m.Role = messages.Role(value)
	case "name":
		m.Name = value
	case "content":
		f.SetContent(m, value)
	case "tool_call_id":
		p := m.Part(messages.GroupCalls, 0)
		p.Type, p.ID = messages.TypeToolCallResponse, value
	case "function_call_name":
		p := m.Part(messages.GroupCalls, 0)
		p.Type, p.Name = messages.TypeToolCall, value
	case "function_call_arguments_json":
		p := m.Part(messages.GroupCalls, 0)
		p.Type, p.Value = messages.TypeToolCall, messages.Decode(value)
	default:
		return openInferencePart(m, name, value)
	}
	return true
}

// autogenField sets what the instrumentation of AutoGen has beside "message.…":
// the thought before an answer, and the results of tools as JSON.
func autogenField(m *messages.Message, name, value string) bool {
	if name == "thought" {
		p := m.Part(messages.GroupReasoning, 0)
		p.Type, p.Content = messages.TypeReasoning, value
		return true
	}
	rest, ok := strings.CutPrefix(name, "function.")
	if !ok {
		return false
	}
	n, field, ok := partIndex(rest)
	result, isJSON := messages.Parse(value)
	if !ok || field != "" || !isJSON || !result.Get("call_id").Exists() {
		return false
	}
	p := m.Part(messages.GroupCalls, n)
	p.Type, p.ID, p.Value = messages.TypeToolCallResponse, result.Get("call_id").String(), messages.JSON(result.Get("content"))
	return true
}

// openInferencePart sets "contents.N.…" and "tool_calls.N.…".
func openInferencePart(m *messages.Message, name, value string) bool {
	group := messages.GroupBlocks
	rest, ok := strings.CutPrefix(name, "contents.")
	if !ok {
		group = messages.GroupCalls
		if rest, ok = strings.CutPrefix(name, "tool_calls."); !ok {
			return false
		}
	}
	n, field, ok := partIndex(rest)
	if !ok {
		return false
	}
	p := m.Part(group, n)
	switch field {
	case "tool_call.id":
		p.Type, p.ID = messages.TypeToolCall, value
	case "tool_call.function.name":
		p.Type, p.Name = messages.TypeToolCall, value
	case "tool_call.function.arguments":
		p.Type, p.Value = messages.TypeToolCall, messages.Decode(value)
	case "message_content.type":
		// The text may have come first.
		if p.Type == "" && value == messages.TypeText || (p.Type == "" || p.Type == messages.TypeText) && value == messages.TypeReasoning {
			p.Type = value
		}
	case "message_content.text":
		if p.Type == "" {
			p.Type = messages.TypeText
		}
		p.Content = value
	case "message_content.image.image.url":
		p.SetMedia("image", "", value)
	case "message_content.audio.audio.url":
		transcript := p.Extra
		p.SetMedia("audio", p.MimeType, value)
		p.Extra = transcript
	case "message_content.audio.audio.transcript":
		p.Extra = field1("transcript", value)
	case "message_content.audio.audio.mime_type":
		p.MimeType = value
	case "message_content.video.video.url":
		p.SetMedia("video", p.MimeType, value)
	case "message_content.document.document.url":
		p.SetMedia("document", p.MimeType, value)
	case "message_content.document.document.mime_type":
		p.MimeType = value
	case "message_content.document.document.content":
		if p.Content != "" {
			return false
		}
		p.Type, p.Content = messages.TypeText, value
	default:
		return false
	}
	return true
}

func openInferencePrompt(_ *messages.Flattened, m *messages.Message, name string, v pcommon.Value) bool {
	return setText(m, name == "prompt.text", roleUser, v)
}

func openInferenceChoice(_ *messages.Flattened, m *messages.Message, name string, v pcommon.Value) bool {
	return setText(m, name == "completion.text", roleAssistant, v)
}

func setText(m *messages.Message, known bool, role string, v pcommon.Value) bool {
	if !known || v.Type() != pcommon.ValueTypeStr {
		return false
	}
	m.Role = role
	p := m.Part(messages.GroupContent, 0)
	p.Type, p.Content = messages.TypeText, v.Str()
	return true
}

// openInferenceTool sets a field of llm.tools.N: a JSON Schema of the whole
// tool, or name, description and parameters apart.
func openInferenceTool(t *tool, name, value string) bool {
	switch name {
	case "tool.json_schema":
		t.schema = value
	case "tool.name":
		t.Name = value
	case "tool.description":
		t.Description = value
	case "tool.parameters":
		t.Parameters = messages.Decode(value)
	default:
		return false
	}
	return true
}

// openInferenceToolCall places what went into a tool and what came out.
// tool.parameters is either, depending on the instrumentation, the arguments or
// the schema of the tool.
func openInferenceToolCall(r *rewrite.Record) {
	putSpanName(r, toolName)
	if p := r.Str(oiToolParameters); p != "" && !isSchema(p) {
		if arguments, ok := namedValues(p); ok {
			to, ok := r.PutEmpty(toolCallArguments)
			if ok {
				arguments.CopyTo(to.SetEmptyMap())
			}
			if ok || holds(r, toolCallArguments, func(v pcommon.Value) { arguments.CopyTo(v.SetEmptyMap()) }) {
				r.Consume(oiToolParameters)
			}
		} else if putDecoded(r, toolCallArguments, p) {
			r.Consume(oiToolParameters)
		}
	}
	input := r.Str(oiInputValue)
	if call, ok := messages.Parse(input); ok && call.Get("args").IsArray() && call.Get("kwargs").IsObject() && !settled(r, toolCallArguments) {
		putCallArguments(r, oiInputValue)
	} else if putDecoded(r, toolCallArguments, input) {
		r.Consume(oiInputValue, oiInputMime)
	}
	if putDecoded(r, toolCallResult, r.Str(oiOutputValue)) {
		r.Consume(oiOutputValue, oiOutputMime)
	}
}

// namedValues makes an object of the list of {name, type, value} that the agents
// of Bedrock write.
func namedValues(s string) (pcommon.Map, bool) {
	list, ok := messages.Parse(s)
	if !ok || !list.IsArray() || !list.Get("0.name").Exists() || !list.Get("0.value").Exists() {
		return pcommon.Map{}, false
	}
	arguments := pcommon.NewMap()
	list.ForEach(func(_, e gjson.Result) bool {
		messages.JSON(e.Get("value")).WriteTo(arguments.PutEmpty(e.Get("name").String()))
		return true
	})
	return arguments, true
}

// isSchema tells a JSON Schema, or the properties of one, from arguments.
func isSchema(s string) bool {
	v, ok := messages.Parse(s)
	if !ok || !v.IsObject() {
		return false
	}
	if v.Get("properties").IsObject() || v.Get("$schema").Exists() {
		return true
	}
	all, n := true, 0
	v.ForEach(func(_, property gjson.Result) bool {
		n++
		all = property.IsObject() && schemaTypes[property.Get("type").String()]
		return all
	})
	return all && n > 0
}

var schemaTypes = map[string]bool{
	"string": true, "number": true, "integer": true, "boolean": true, "object": true, "array": true, "null": true, "any": true, "image": true, "audio": true,
}

func openInferenceQuery(r *rewrite.Record) {
	query := r.Str(oiInputValue)
	if query == "" {
		return
	}
	if mime := r.Str(oiInputMime); mime != "" && mime != "text/plain" {
		// The arguments of a retriever that is a function: they say more and stay.
		if v, ok := messages.Parse(query); ok {
			putString(r, retrievalQuery, v.Get("query"))
			putInt(r, retrievalTopK, v.Get("top_k"))
		}
		return
	}
	if r.Put(retrievalQuery, rewrite.Str(query)) {
		r.Consume(oiInputValue, oiInputMime)
	}
}

// openInferenceEmbedding counts the dimensions of the vectors that are there.
func openInferenceEmbedding(r *rewrite.Record) {
	if v, ok := r.Get(oiEmbeddingVector); ok && v.Type() == pcommon.ValueTypeSlice && v.Slice().Len() > 0 {
		r.Put(dimensionCount, rewrite.Int(int64(v.Slice().Len())))
	}
	r.Indexed(oiEmbeddings, func(i rewrite.Indexed) {
		if i.Value.Type() == pcommon.ValueTypeSlice && strings.HasSuffix(i.Rest, ".embedding.vector") && i.Value.Slice().Len() > 0 {
			r.Put(dimensionCount, rewrite.Int(int64(i.Value.Slice().Len())))
		}
	})
}

// putDocuments writes the documents of a retrieval or a reranking.
func putDocuments(r *rewrite.Record, family rewrite.Key) {
	if settled(r, retrievalDocuments) || !hasAny(r, family) {
		return
	}
	var documents sorted[pcommon.Map]
	var taken []rewrite.Indexed
	r.Indexed(family, func(i rewrite.Indexed) {
		n, name, indexed := partIndex(i.Rest)
		name, ok := strings.CutPrefix(name, "document.")
		if !indexed || !ok {
			return
		}
		m := documents.at(n)
		if *m == (pcommon.Map{}) {
			*m = pcommon.NewMap()
		}
		switch name {
		case "id", "content", "score":
			i.Value.CopyTo(m.PutEmpty(name))
		case "metadata":
			messages.Decode(i.Value.AsString()).WriteTo(m.PutEmpty(name))
		default:
			return
		}
		taken = append(taken, i)
	})
	list := pcommon.NewSlice()
	for _, m := range documents.all() {
		m.MoveTo(list.AppendEmpty().SetEmptyMap())
	}
	if putSlice(r, retrievalDocuments, list) {
		for _, i := range taken {
			r.ConsumeIndexed(i)
		}
	}
}
