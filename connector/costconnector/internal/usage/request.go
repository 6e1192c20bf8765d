// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Attributes of the Anthropic SDKs that the GenAI conventions have no name for,
// by the fields of the API's usage object.
const (
	anthropicResponseTier = "anthropic.response.service_tier"
	anthropicCacheWrite1h = "anthropic.usage.cache_creation.ephemeral_1h_input_tokens"
	anthropicWebSearches  = "anthropic.usage.server_tool_use.web_search_requests"
)

// Request is one inference request as a span reports it. Reset it, Set every
// attribute, then call Counts.
type Request struct {
	// Operation is empty unless the span is an inference operation. Agent,
	// workflow and tool spans repeat the usage of their children and are none.
	Operation     string
	Provider      string
	RequestModel  string
	ResponseModel string
	ResponseID    string
	// Convention of the input count.
	Convention Convention
	// Anomalies found so far.
	Anomalies AnomalySet

	requestTier  string
	responseTier string
	reported     [pricebook.NumClasses]uint64
	has          pricebook.ClassSet
}

// Reset forgets everything.
func (r *Request) Reset() { *r = Request{} }

// Set takes one span attribute. Attributes that say nothing about the cost are
// ignored.
func (r *Request) Set(key string, value pcommon.Value) {
	switch key {
	case semconv.OperationName:
		r.Operation = inferenceOperation(value.Str())
	case semconv.ProviderName:
		r.Provider = value.Str()
	case semconv.RequestModel:
		r.RequestModel = value.Str()
	case semconv.ResponseModel:
		r.ResponseModel = value.Str()
	case semconv.ResponseID:
		r.ResponseID = value.Str()
	case semconv.OpenAIRequestServiceTier:
		r.requestTier = value.Str()
	case semconv.OpenAIResponseTier, anthropicResponseTier:
		r.responseTier = value.Str()
	case semconv.UsageInputTokens:
		r.setCount(pricebook.Input, value)
	case semconv.UsageOutputTokens:
		r.setCount(pricebook.Output, value)
	case semconv.UsageCacheReadInputTokens:
		r.setCount(pricebook.CacheRead, value)
	case semconv.UsageCacheWriteInputTokens, semconv.UsageCacheCreationInputTokens:
		r.setCount(pricebook.CacheWrite, value)
	case semconv.UsageReasoningOutputTokens:
		r.setCount(pricebook.Reasoning, value)
	case semconv.UsageAudioInputTokens:
		r.setCount(pricebook.InputAudio, value)
	case semconv.UsageAudioOutputTokens:
		r.setCount(pricebook.OutputAudio, value)
	case semconv.UsageImageInputTokens:
		r.setCount(pricebook.InputImage, value)
	case semconv.UsageImageOutputTokens:
		r.setCount(pricebook.OutputImage, value)
	case anthropicCacheWrite1h:
		r.setCount(pricebook.CacheWrite1h, value)
	case anthropicWebSearches:
		r.setCount(pricebook.WebSearch, value)
	}
}

// inferenceOperation returns its argument as a constant, so that nothing of
// the span is kept, or "" for an operation that is not billed.
func inferenceOperation(name string) string {
	switch name {
	case "chat":
		return "chat"
	case "text_completion":
		return "text_completion"
	case "generate_content":
		return "generate_content"
	case "embeddings":
		return "embeddings"
	case "rerank":
		return "rerank"
	default:
		return ""
	}
}

// maxTokens of one class in one request. Anything above is a broken counter,
// and the bound keeps sums far from overflow.
const maxTokens = 1 << 40

func (r *Request) setCount(class pricebook.Class, value pcommon.Value) {
	var n int64
	switch value.Type() {
	case pcommon.ValueTypeInt:
		n = value.Int()
	case pcommon.ValueTypeDouble:
		// Some exporters send every number as a double.
		if d := value.Double(); d >= 0 && d <= maxTokens && d == float64(int64(d)) {
			n = int64(d)
		} else {
			n = -1
		}
	default:
		n = -1
	}
	if n < 0 || n > maxTokens {
		r.Anomalies |= InvalidCount
		return
	}
	r.reported[class] = uint64(n)
	r.has = r.has.With(class)
}

// Tier returns the service tier as reported, the response's before the
// request's, empty if there is none.
func (r *Request) Tier() string {
	if r.responseTier != "" {
		return r.responseTier
	}
	return r.requestTier
}

// HasUsage reports whether the span has any count.
func (r *Request) HasUsage() bool { return r.has != 0 }
