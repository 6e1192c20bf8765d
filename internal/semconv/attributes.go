// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package semconv

// Attributes that identify the operation and what took part in it.
const (
	OperationName         = "gen_ai.operation.name"
	ProviderName          = "gen_ai.provider.name"
	ConversationID        = "gen_ai.conversation.id"
	ConversationCompacted = "gen_ai.conversation.compacted"
	OutputType            = "gen_ai.output.type"
	AgentID               = "gen_ai.agent.id"
	AgentName             = "gen_ai.agent.name"
	AgentDescription      = "gen_ai.agent.description"
	AgentVersion          = "gen_ai.agent.version"
	WorkflowName          = "gen_ai.workflow.name"
	PromptName            = "gen_ai.prompt.name"
	PromptVersion         = "gen_ai.prompt.version"
	PromptVariablePrefix  = "gen_ai.prompt.variable."
	DataSourceID          = "gen_ai.data_source.id"
	EmbeddingDimensions   = "gen_ai.embeddings.dimension.count"
)

// Attributes of the request.
const (
	RequestModel              = "gen_ai.request.model"
	RequestTemperature        = "gen_ai.request.temperature"
	RequestTopP               = "gen_ai.request.top_p"
	RequestTopK               = "gen_ai.request.top_k"
	RequestFrequencyPenalty   = "gen_ai.request.frequency_penalty"
	RequestPresencePenalty    = "gen_ai.request.presence_penalty"
	RequestMaxTokens          = "gen_ai.request.max_tokens"
	RequestSeed               = "gen_ai.request.seed"
	RequestChoiceCount        = "gen_ai.request.choice.count"
	RequestStream             = "gen_ai.request.stream"
	RequestStopSequences      = "gen_ai.request.stop_sequences"
	RequestEncodingFormats    = "gen_ai.request.encoding_formats"
	RequestReasoningLevel     = "gen_ai.request.reasoning.level"
	RequestPreviousResponseID = "gen_ai.request.previous_response.id"
)

// Attributes of the response.
const (
	ResponseModel            = "gen_ai.response.model"
	ResponseID               = "gen_ai.response.id"
	ResponseFinishReasons    = "gen_ai.response.finish_reasons"
	ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk"
)

// TokenType is an attribute of metrics: input or output.
const TokenType = "gen_ai.token.type"

// Token counts. Input includes cached tokens, output includes reasoning
// tokens; the finer classes are subsets.
const (
	UsageInputTokens           = "gen_ai.usage.input_tokens"
	UsageOutputTokens          = "gen_ai.usage.output_tokens"
	UsageCacheReadInputTokens  = "gen_ai.usage.cache_read.input_tokens"
	UsageCacheWriteInputTokens = "gen_ai.usage.cache_write.input_tokens"
	// UsageCacheCreationInputTokens is the name of UsageCacheWriteInputTokens up to v1.41.
	UsageCacheCreationInputTokens = "gen_ai.usage.cache_creation.input_tokens"
	UsageReasoningOutputTokens    = "gen_ai.usage.reasoning.output_tokens"
	UsageAudioInputTokens         = "gen_ai.usage.audio.input_tokens"
	UsageAudioOutputTokens        = "gen_ai.usage.audio.output_tokens"
	UsageImageInputTokens         = "gen_ai.usage.image.input_tokens"
	UsageImageOutputTokens        = "gen_ai.usage.image.output_tokens"
	UsageTextInputTokens          = "gen_ai.usage.text.input_tokens"
	UsageTextOutputTokens         = "gen_ai.usage.text.output_tokens"
)

// Content: structured values, or JSON strings of the same shape.
const (
	InputMessages      = "gen_ai.input.messages"
	OutputMessages     = "gen_ai.output.messages"
	SystemInstructions = "gen_ai.system_instructions"
	ToolDefinitions    = "gen_ai.tool.definitions"
	ToolName           = "gen_ai.tool.name"
	ToolType           = "gen_ai.tool.type"
	ToolDescription    = "gen_ai.tool.description"
	ToolCallID         = "gen_ai.tool.call.id"
	ToolCallArguments  = "gen_ai.tool.call.arguments"
	ToolCallResult     = "gen_ai.tool.call.result"
	RetrievalQueryText = "gen_ai.retrieval.query.text"
	RetrievalTopK      = "gen_ai.retrieval.top_k"
	RetrievalDocuments = "gen_ai.retrieval.documents"
)

// Attributes outside gen_ai.* that the GenAI conventions refer to.
const (
	OpenAIAPIType            = "openai.api.type"
	OpenAIRequestServiceTier = "openai.request.service_tier"
	OpenAIResponseTier       = "openai.response.service_tier"
	OpenAISystemFingerprint  = "openai.response.system_fingerprint"
	ServerAddress            = "server.address"
	ServerPort               = "server.port"
	ErrorType                = "error.type"
	UserID                   = "user.id"
)

// Names of our own.
const (
	// Tenant is the default attribute that names who a request is charged to.
	Tenant = "tenant"
	// GPUUUID is the UUID of the one physical GPU that something ran on, a string.
	GPUUUID = "gpu_uuid"
	// GPUUUIDs are the sorted UUIDs where there are several GPUs; GPUUUID is then
	// absent.
	GPUUUIDs = "gpu_uuids"
	// GPUCount is the number of GPUs where there are several.
	GPUCount = "gpu.count"
	// GPUMIGUUID, GPUMIGInstanceID and GPUMIGProfile name the slice of a GPU in MIG
	// mode, of which GPUUUID is the parent.
	GPUMIGUUID       = "gpu.mig.uuid"
	GPUMIGInstanceID = "gpu.mig.instance.id"
	GPUMIGProfile    = "gpu.mig.profile"
	// RequestID is the default attribute for the id that the ingress gave a
	// request, without what an engine put around it.
	RequestID = "request_id"
	// OriginalSpanName keeps the name of a span that was renamed.
	OriginalSpanName = "genai.original.span_name"
	// ReportedInputTokens and ReportedOutputTokens keep a token count as its
	// instrumentation reported it, where it was changed to include what the
	// conventions include.
	ReportedInputTokens  = "genai.usage.reported.input_tokens"
	ReportedOutputTokens = "genai.usage.reported.output_tokens"
)
