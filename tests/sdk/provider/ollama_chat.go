// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

const createdAtText = "2026-01-01T00:00:00Z"

// ollama serves Ollama's API, whose streams are lines of JSON.
func ollama(pause time.Duration, serve endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := readRequest(r)
		var a answer
		if err == nil {
			a, err = serve(body)
		}
		switch {
		case err != nil:
			e := asAPIError(err)
			writeJSON(w, e.status, object{"error": e.message})
		case a.events == nil:
			writeAnswer(w, a, pause)
		default:
			w.Header().Set("Content-Type", "application/x-ndjson")
			w.Header().Set("Date", date)
			for _, e := range a.events {
				time.Sleep(pause)
				_, _ = io.WriteString(w, marshal(e.data)+"\n")
				if f, ok := w.(http.Flusher); ok {
					f.Flush()
				}
			}
		}
	})
}

func ollamaChat(body []byte) (answer, error) {
	var req struct {
		Model    string `json:"model"`
		Messages []struct {
			Role    string `json:"role"`
			Content string `json:"content"`
		} `json:"messages"`
		Stream  *bool `json:"stream"`
		Options struct {
			NumPredict int `json:"num_predict"`
		} `json:"options"`
		Tools []functionTool `json:"tools"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindOllama)
	if !ok {
		return answer{}, &apiError{status: http.StatusNotFound, message: "model '" + req.Model + "' not found"}
	}
	talk, prompt := conversation{parallel: true}, 0
	for i, m := range req.Messages {
		prompt += 3 + countTokens(m.Content)
		switch m.Role {
		case "user":
			talk.user = m.Content
		case "tool":
			talk.toolResult, talk.hasResult = m.Content, i == len(req.Messages)-1
		}
	}
	prompt += talk.offer(req.Tools)
	message, choice, reason := object{"role": "assistant", "content": ""}, chatChoice{calls: talk.toolCalls("", body)}, "stop"
	if len(choice.calls) == 0 {
		text, cut := cutTokens(talk.replyText(0), req.Options.NumPredict)
		if cut {
			reason = "length"
		}
		choice.text, message["content"] = text, text
	} else {
		calls := make([]any, len(choice.calls))
		for i, call := range choice.calls {
			calls[i] = object{"function": object{"name": call.name, "arguments": call.arguments}}
		}
		message["tool_calls"] = calls
	}
	const millisecond = 1_000_000
	head := object{"model": model.ID, "created_at": createdAtText}
	end := object{
		"done": true, "done_reason": reason, "prompt_eval_count": prompt, "eval_count": choice.tokens(),
		"total_duration": 50 * millisecond, "load_duration": 10 * millisecond, "prompt_eval_duration": 10 * millisecond, "eval_duration": 30 * millisecond,
	}
	if req.Stream != nil && !*req.Stream {
		return answer{body: with(with(head, end), object{"message": message})}, nil
	}
	var events []event
	for _, piece := range pieces(choice.text) {
		events = append(events, event{data: with(head, object{"done": false, "message": object{"role": "assistant", "content": piece}})})
	}
	return answer{events: append(events, event{data: with(with(head, end), object{"message": object{"role": "assistant", "content": ""}})})}, nil
}

func ollamaEmbed(body []byte) (answer, error) {
	var req struct {
		Model string   `json:"model"`
		Input textList `json:"input"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindEmbedding)
	if !ok {
		return answer{}, &apiError{status: http.StatusNotFound, message: "model '" + req.Model + "' not found"}
	}
	vectors, tokens := embedAll(req.Input, model.dimensions)
	return answer{body: object{"model": model.ID, "embeddings": vectors, "prompt_eval_count": tokens, "total_duration": 10_000_000, "load_duration": 1_000_000}}, nil
}
