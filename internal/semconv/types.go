// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package semconv

import (
	"maps"
	"slices"
)

// Type is the value type that the conventions require of an attribute.
type Type uint8

// The zero Type is Any: an attribute that may hold any value, or one that the
// conventions do not name.
const (
	Any Type = iota
	String
	Int
	Double
	Bool
	Strings
)

// TypeOf returns the type the conventions require of the named attribute, Any
// if they leave it open or do not know the name.
func TypeOf(attribute string) Type { return types[attribute] }

// Typed returns the names of all attributes that have a type other than Any,
// sorted.
func Typed() []string { return slices.Sorted(maps.Keys(types)) }

var types = map[string]Type{
	OperationName: String, ProviderName: String, ConversationID: String, OutputType: String,
	ConversationCompacted: Bool,
	AgentID:               String, AgentName: String, AgentDescription: String, AgentVersion: String,
	WorkflowName: String, PromptName: String, PromptVersion: String, DataSourceID: String,
	EmbeddingDimensions: Int,

	RequestModel: String, RequestTemperature: Double, RequestTopP: Double, RequestTopK: Int,
	RequestFrequencyPenalty: Double, RequestPresencePenalty: Double, RequestMaxTokens: Int,
	RequestSeed: Int, RequestChoiceCount: Int, RequestStream: Bool,
	RequestStopSequences: Strings, RequestEncodingFormats: Strings,
	RequestReasoningLevel: String, RequestPreviousResponseID: String,

	TokenType: String,

	ResponseModel: String, ResponseID: String, ResponseFinishReasons: Strings,
	ResponseTimeToFirstChunk: Double,

	UsageInputTokens: Int, UsageOutputTokens: Int,
	UsageCacheReadInputTokens: Int, UsageCacheWriteInputTokens: Int, UsageCacheCreationInputTokens: Int,
	UsageReasoningOutputTokens: Int,
	UsageAudioInputTokens:      Int, UsageAudioOutputTokens: Int,
	UsageImageInputTokens: Int, UsageImageOutputTokens: Int,
	UsageTextInputTokens: Int, UsageTextOutputTokens: Int,

	ToolName: String, ToolType: String, ToolDescription: String, ToolCallID: String,
	RetrievalQueryText: String, RetrievalTopK: Int,

	OpenAIAPIType: String, OpenAIRequestServiceTier: String, OpenAIResponseTier: String,
	OpenAISystemFingerprint: String, ServerAddress: String, ServerPort: Int, ErrorType: String,
	UserID: String,

	ReportedInputTokens: Int, ReportedOutputTokens: Int,
}
