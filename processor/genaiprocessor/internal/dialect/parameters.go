// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"math"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/messages"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// Attributes of the request.
var (
	requestModel       = rewrite.K(semconv.RequestModel)
	requestTemperature = rewrite.K(semconv.RequestTemperature)
	requestTopP        = rewrite.K(semconv.RequestTopP)
	requestTopK        = rewrite.K(semconv.RequestTopK)
	requestMaxTokens   = rewrite.K(semconv.RequestMaxTokens)
	requestFrequency   = rewrite.K(semconv.RequestFrequencyPenalty)
	requestPresence    = rewrite.K(semconv.RequestPresencePenalty)
	requestSeed        = rewrite.K(semconv.RequestSeed)
	requestStream      = rewrite.K(semconv.RequestStream)
	requestStop        = rewrite.K(semconv.RequestStopSequences)
	requestChoices     = rewrite.K(semconv.RequestChoiceCount)
	requestEncodings   = rewrite.K(semconv.RequestEncodingFormats)
	requestReasoning   = rewrite.K(semconv.RequestReasoningLevel)
	requestPrevious    = rewrite.K(semconv.RequestPreviousResponseID)
	requestTier        = rewrite.K(semconv.OpenAIRequestServiceTier)
	outputType         = rewrite.K(semconv.OutputType)
	conversationID     = rewrite.K(semconv.ConversationID)
	dimensionCount     = rewrite.K(semconv.EmbeddingDimensions)
)

// putParameters writes the request attributes from a JSON object of a
// provider's request parameters. It reports whether every field of the object
// now stands under a target, so that the object may go, and whether it names the
// model.
func putParameters(r *rewrite.Record, text string) (complete, model bool) {
	if text == "" {
		return false, false
	}
	params, ok := messages.Parse(text)
	if !ok {
		r.CountFailure()
		return false, false
	}
	complete = params.IsObject()
	messages.Each(params, func(name, v gjson.Result) bool {
		if v.Type == gjson.Null {
			return true
		}
		if !putParameter(r, name.String(), v) {
			complete = false
		}
		model = model || name.Str == "model" && v.Type == gjson.String
		return true
	})
	return complete, model
}

// putObjectParameters writes the request attributes of an object that stays.
func putObjectParameters(r *rewrite.Record, params gjson.Result) {
	messages.Each(params, func(name, v gjson.Result) bool {
		putParameter(r, name.String(), v)
		return true
	})
}

func putParameter(r *rewrite.Record, name string, v gjson.Result) bool {
	switch name {
	case "model", "model_name", "modelId", "model_id":
		return putString(r, requestModel, v)
	case "temperature":
		return putDouble(r, requestTemperature, v)
	case "top_p", "topP":
		return putDouble(r, requestTopP, v)
	case "top_k", "topK":
		return putInt(r, requestTopK, v)
	case "max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens", "maxOutputTokens", "maxTokens", "max_tokens_to_sample",
		"max_gen_len", "maxTokenCount":
		return putInt(r, requestMaxTokens, v)
	case "frequency_penalty", "frequencyPenalty":
		return putDouble(r, requestFrequency, v)
	case "presence_penalty", "presencePenalty":
		return putDouble(r, requestPresence, v)
	case "seed", "random_seed":
		return putInt(r, requestSeed, v)
	case "stream":
		return v.Type == gjson.False || v.Type == gjson.True && r.Put(requestStream, rewrite.Bool(true))
	case "stop", "stop_sequences", "stopSequences":
		return putStrings(r, requestStop, v)
	case "n", "candidate_count", "candidateCount", "choice_count":
		return v.Num == 1 || putInt(r, requestChoices, v)
	case "encoding_format", "encoding_formats":
		return putStrings(r, requestEncodings, v)
	case "dimensions", "output_dimensionality", "outputDimensionality", "output_dimension":
		return putInt(r, dimensionCount, v)
	case "response_format", "response_mime_type", "responseMimeType":
		putOutputType(r, v)
		return false // a schema is more than the type
	case "text":
		putOutputType(r, v.Get("format"))
		return false
	case "reasoning_effort", "reasoningEffort":
		return putString(r, requestReasoning, v)
	case "reasoning":
		putString(r, requestReasoning, v.Get("effort"))
		return false
	case "output_config": // Anthropic
		putString(r, requestReasoning, v.Get("effort"))
		return false
	case "thinking_config", "thinkingConfig": // Gemini
		putString(r, requestReasoning, messages.First(v, "thinking_level", "thinkingLevel"))
		return false
	case "inferenceConfig", "textGenerationConfig": // the models of Amazon
		complete := v.IsObject()
		messages.Each(v, func(name, e gjson.Result) bool {
			complete = putParameter(r, name.String(), e) && complete
			return true
		})
		return complete
	case "previous_response_id":
		return putString(r, requestPrevious, v)
	case "conversation":
		if v.IsObject() {
			v = v.Get("id")
		}
		return putString(r, conversationID, v)
	case "service_tier":
		return putString(r, requestTier, v)
	case "system":
		return putInstructions(r, v)
	case "tools":
		return putDefinitions(r, v)
	default:
		return false
	}
}

func putString(r *rewrite.Record, to rewrite.Key, v gjson.Result) bool {
	return v.Type == gjson.String && !rewrite.Unset(v.Str) && r.Put(to, rewrite.Str(v.String()))
}

func putDouble(r *rewrite.Record, to rewrite.Key, v gjson.Result) bool {
	return v.Type == gjson.Number && !math.IsInf(v.Num, 0) && r.Put(to, rewrite.Double(v.Num))
}

func putInt(r *rewrite.Record, to rewrite.Key, v gjson.Result) bool {
	n, ok := whole(v)
	return ok && r.Put(to, rewrite.Int(n))
}

func putStrings(r *rewrite.Record, to rewrite.Key, v gjson.Result) bool {
	if v.Type == gjson.String {
		return v.Str != "" && r.Put(to, rewrite.One(v.String()))
	}
	if !v.IsArray() {
		return false
	}
	list, ok := stringsOf(v)
	return ok && len(list) > 0 && r.Put(to, rewrite.Many(list))
}

// stringsOf returns the entries of a list if all of them are strings.
func stringsOf(list gjson.Result) (all []string, ok bool) {
	for _, e := range list.Array() {
		if e.Type != gjson.String {
			return nil, false
		}
		all = append(all, e.String())
	}
	return all, true
}

// putOutputType writes the modality that a response format asks for.
func putOutputType(r *rewrite.Record, format gjson.Result) {
	kind := format.String()
	if format.IsObject() {
		kind = format.Get("type").String()
	}
	switch {
	case strings.HasPrefix(kind, "json") || kind == "application/json":
		r.Put(outputType, rewrite.Str("json"))
	case kind == "text" || kind == "text/plain":
		r.Put(outputType, rewrite.Str("text"))
	}
}
