// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Field is what an attribute says about a request.
type Field uint8

// Fields. Those from fieldCounts on are counts of a class. The zero field is of no
// use: whatever is set there is not read.
const (
	fieldOperation Field = iota + 1
	fieldProvider
	fieldRequestModel
	fieldResponseModel
	fieldResponseID
	fieldRequestTier
	fieldResponseTier
	fieldFinishReasons
	fieldError
	fieldCost
	fieldCostAmount
	fieldCostTotal
	fieldCostCurrency
	fieldCacheCreation // the older name of the count of CacheWrite
	fieldCounts
	numFields = fieldCounts + Field(pricebook.NumClasses)
)

// fieldSet has a bit for each field.
type fieldSet uint64

func (s fieldSet) has(f Field) bool { return s&(1<<f) != 0 }

// Fields by the attributes that have them. Those of the Anthropic SDKs, for which
// the GenAI conventions have no name, are named by the fields of the API's usage
// object; llm.cost.total is OpenInference's.
var Fields = map[string]Field{
	semconv.OperationName:             fieldOperation,
	semconv.ProviderName:              fieldProvider,
	semconv.RequestModel:              fieldRequestModel,
	semconv.ResponseModel:             fieldResponseModel,
	semconv.ResponseID:                fieldResponseID,
	semconv.OpenAIRequestServiceTier:  fieldRequestTier,
	semconv.OpenAIResponseTier:        fieldResponseTier,
	"anthropic.response.service_tier": fieldResponseTier,
	// Of gateways that speak for several providers.
	"gen_ai.request.service_tier":  fieldRequestTier,
	"gen_ai.response.service_tier": fieldResponseTier,
	semconv.ResponseFinishReasons:  fieldFinishReasons,
	semconv.ErrorType:              fieldError,

	"gen_ai.usage.cost":          fieldCost,
	"gen_ai.usage.cost.amount":   fieldCostAmount,
	"gen_ai.usage.cost.currency": fieldCostCurrency,
	"llm.cost.total":             fieldCostTotal,

	semconv.UsageInputTokens:              countOf(pricebook.Input),
	semconv.UsageOutputTokens:             countOf(pricebook.Output),
	semconv.UsageCacheReadInputTokens:     countOf(pricebook.CacheRead),
	semconv.UsageCacheWriteInputTokens:    countOf(pricebook.CacheWrite),
	semconv.UsageCacheCreationInputTokens: fieldCacheCreation,
	semconv.UsageReasoningOutputTokens:    countOf(pricebook.Reasoning),
	semconv.UsageAudioInputTokens:         countOf(pricebook.InputAudio),
	semconv.UsageAudioOutputTokens:        countOf(pricebook.OutputAudio),
	semconv.UsageImageInputTokens:         countOf(pricebook.InputImage),
	semconv.UsageImageOutputTokens:        countOf(pricebook.OutputImage),

	"anthropic.usage.cache_creation.ephemeral_1h_input_tokens": countOf(pricebook.CacheWrite1h),
	"anthropic.usage.server_tool_use.web_search_requests":      countOf(pricebook.WebSearch),
}

func countOf(class pricebook.Class) Field { return fieldCounts + Field(class) }
