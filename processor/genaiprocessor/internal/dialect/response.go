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

// Attributes of the response.
var (
	responseModel       = rewrite.K(semconv.ResponseModel)
	responseID          = rewrite.K(semconv.ResponseID)
	responseTier        = rewrite.K(semconv.OpenAIResponseTier)
	responseFingerprint = rewrite.K(semconv.OpenAISystemFingerprint)
	finishReasons       = rewrite.K(semconv.ResponseFinishReasons)
	usageInputTokens    = rewrite.K(semconv.UsageInputTokens)
	usageOutputTokens   = rewrite.K(semconv.UsageOutputTokens)
)

// fillFromResponse fills what is still missing from the JSON of a provider's
// response, if text is one: OpenAI's and Anthropic's name their object.
func fillFromResponse(r *rewrite.Record, text string) {
	if r.Has(responseID) && r.Has(responseModel) && r.Has(finishReasons) && (r.Has(responseFingerprint) || !strings.Contains(text, `"system_fingerprint":"`)) {
		return
	}
	if !strings.HasPrefix(text, "{") {
		return
	}
	body, ok := messages.Parse(text)
	if !ok {
		return
	}
	if generations := body.Get("generations"); generations.IsArray() {
		fillFromGenerations(r, generations)
		return
	}
	if body.Get("candidates").IsArray() { // Gemini's
		putString(r, responseID, messages.First(body, "response_id", "responseId"))
		putString(r, responseModel, messages.First(body, "model_version", "modelVersion"))
		return
	}
	if data := body.Get("data"); data.IsObject() { // an event of Mistral's SDK
		body = data
	}
	if !isResponse(body) {
		return
	}
	putString(r, responseID, body.Get("id"))
	putString(r, responseModel, body.Get("model"))
	putString(r, responseTier, body.Get("service_tier"))
	putString(r, responseFingerprint, body.Get("system_fingerprint"))
	if reason := body.Get("stop_reason"); reason.Type == gjson.String {
		putString(r, finishReasons, reason)
		return
	}
	var reasons []string
	for _, choice := range body.Get("choices").Array() {
		if reason := choice.Get("finish_reason"); reason.Type == gjson.String && reason.Str != "" {
			reasons = append(reasons, reason.Str)
		}
	}
	if len(reasons) > 0 {
		r.Put(finishReasons, rewrite.Many(reasons))
	}
}

// fillFromGenerations fills what is still missing from LangChain's result of a
// call: from the first of its generations and the metadata of their messages.
func fillFromGenerations(r *rewrite.Record, generations gjson.Result) {
	var reasons []string
	eachGeneration(generations, func(g gjson.Result) {
		meta := g.Get("message.kwargs.response_metadata")
		if !meta.Exists() {
			meta = g.Get("message.response_metadata")
		}
		reason := g.Get("generation_info.finish_reason")
		for _, other := range [...]string{"finish_reason", "stop_reason"} {
			if reason.Type != gjson.String {
				reason = meta.Get(other)
			}
		}
		if reason.Type == gjson.String && reason.Str != "" {
			reasons = append(reasons, bareReason(reason.String()))
		}
		model := meta.Get("model_name")
		if model.Type != gjson.String {
			model = meta.Get("model")
		}
		putString(r, responseModel, model)
		putString(r, responseID, meta.Get("id"))
		putString(r, responseFingerprint, meta.Get("system_fingerprint"))
	})
	if len(reasons) > 0 {
		r.Put(finishReasons, rewrite.Many(reasons))
	}
}

func isResponse(body gjson.Result) bool {
	switch body.Get("object").String() {
	case "chat.completion", "text_completion", "response", "list":
		return true
	}
	return body.Get("type").String() == "message" || body.Get("choices").IsArray()
}

// messagesOfResponse returns what the model said in a provider's response:
// OpenAI's choices or output, Anthropic's content, Gemini's candidates, or a
// message as it is.
func messagesOfResponse(body gjson.Result) (list []messages.Message) {
	for _, entries := range [...]string{"choices", "candidates"} {
		body.Get(entries).ForEach(func(_, c gjson.Result) bool {
			n := len(list)
			if m := c.Get("message"); m.IsObject() {
				list = messages.FromJSON(list, m, roleAssistant)
			} else if m := c.Get("content"); m.IsObject() {
				list = messages.FromJSON(list, m, roleAssistant)
			} else {
				list = messages.FromJSON(list, c.Get("text"), roleAssistant)
			}
			for i := n; i < len(list); i++ {
				if reason := c.Get("finish_reason"); list[i].FinishReason == "" && reason.Type == gjson.String {
					list[i].FinishReason = messages.FinishReason(reason.Str)
				}
			}
			return true
		})
	}
	if len(list) > 0 {
		return list
	}
	if output := body.Get("output"); output.IsArray() {
		return messages.FromJSON(nil, output, roleAssistant)
	}
	if body.Get("role").Exists() || body.Get("messages").Exists() || body.IsArray() {
		return messages.FromJSON(nil, body, roleAssistant)
	}
	return nil
}
