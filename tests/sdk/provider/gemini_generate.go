// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// geminiPart is a part of a content of the Gemini API.
type geminiPart struct {
	Text             string `json:"text"`
	Thought          bool   `json:"thought"`
	FunctionResponse *struct {
		Response object `json:"response"`
	} `json:"functionResponse"`
	InlineData *struct {
		Data string `json:"data"`
	} `json:"inlineData"`
}

type geminiContent struct {
	Role  string       `json:"role"`
	Parts []geminiPart `json:"parts"`
}

func (c geminiContent) text() string {
	var words strings.Builder
	for _, p := range c.Parts {
		words.WriteString(p.Text)
	}
	return words.String()
}

// tokens counts as the other APIs here do: text, and 85 for a picture.
func (c geminiContent) tokens() (n int) {
	for _, p := range c.Parts {
		if p.InlineData != nil {
			n += 85
		}
		if p.FunctionResponse != nil {
			n += countTokens(marshal(p.FunctionResponse.Response))
		}
	}
	return n + countTokens(c.text())
}

type geminiRequest struct {
	Contents          []geminiContent `json:"contents"`
	SystemInstruction geminiContent   `json:"systemInstruction"`
	GenerationConfig  struct {
		CandidateCount   int    `json:"candidateCount"`
		MaxOutputTokens  int    `json:"maxOutputTokens"`
		ResponseMIMEType string `json:"responseMimeType"`
		ResponseSchema   object `json:"responseSchema"`
		ThinkingConfig   struct {
			IncludeThoughts bool `json:"includeThoughts"`
			SnakeThoughts   bool `json:"include_thoughts"`
		} `json:"thinkingConfig"`
	} `json:"generationConfig"`
	Tools []struct {
		FunctionDeclarations []struct {
			Name       string `json:"name"`
			Parameters object `json:"parameters"`
			Schema     object `json:"parametersJsonSchema"`
			// SnakeSchema is what Google's own SDK writes: the API takes both spellings.
			SnakeSchema object `json:"parameters_json_schema"`
		} `json:"functionDeclarations"`
	} `json:"tools"`
}

// gemini serves POST /v1beta/models/MODEL:METHOD.
func gemini(pause time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := readRequest(r)
		name, method, _ := strings.Cut(r.PathValue("call"), ":")
		if err == nil {
			var a answer
			switch method {
			case "generateContent", "streamGenerateContent":
				a, err = generateContent(name, body, method == "streamGenerateContent")
			case "batchEmbedContents":
				a, err = batchEmbedContents(name, body)
			default:
				err = &apiError{http.StatusNotFound, "", "", "unknown method " + method}
			}
			if err == nil {
				writeAnswer(w, a, pause)
				return
			}
		}
		e := asAPIError(err)
		status := map[int]string{http.StatusNotFound: "NOT_FOUND", http.StatusTooManyRequests: "RESOURCE_EXHAUSTED"}[e.status]
		if status == "" {
			status = "INVALID_ARGUMENT"
		}
		writeJSON(w, e.status, object{"error": object{"code": e.status, "message": e.message, "status": status}})
	})
}

func generateContent(name string, body []byte, stream bool) (answer, error) {
	var req geminiRequest
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(name, kindGemini)
	if !ok {
		return answer{}, modelNotFound(name)
	}
	if len(req.Contents) == 0 {
		return answer{}, badRequest("", "contents is not specified")
	}
	talk := conversation{
		parallel:   true,
		jsonOutput: req.GenerationConfig.ResponseMIMEType == "application/json",
		schema:     lowerTypes(req.GenerationConfig.ResponseSchema),
	}
	prompt := req.SystemInstruction.tokens()
	for _, t := range req.Tools {
		for _, f := range t.FunctionDeclarations {
			schema := lowerTypes(f.Parameters)
			for _, s := range [...]object{f.Schema, f.SnakeSchema} {
				if s != nil {
					schema = s
				}
			}
			talk.tools = append(talk.tools, tool{f.Name, schema})
			prompt += countTokens(f.Name + marshal(schema))
		}
	}
	for _, c := range req.Contents {
		prompt += 3 + c.tokens()
		for _, p := range c.Parts {
			if p.FunctionResponse != nil {
				talk.hasResult, talk.toolResult = true, marshal(p.FunctionResponse.Response)
			}
			talk.hasImage = talk.hasImage || p.InlineData != nil
		}
		if text := c.text(); c.Role != "model" && text != "" {
			talk.user, talk.hasResult = text, false
		}
	}

	thought := ""
	if c := req.GenerationConfig.ThinkingConfig; c.IncludeThoughts || c.SnakeThoughts {
		thought = "The user asks a short question. I answer it in one sentence."
	}
	calls := talk.toolCalls("call_", body)
	candidates := make([]any, max(req.GenerationConfig.CandidateCount, 1))
	output := 0
	for i := range candidates {
		finish := "STOP"
		var parts []any
		if thought != "" {
			parts = append(parts, object{"text": thought, "thought": true})
		}
		for _, call := range calls {
			parts = append(parts, object{"functionCall": object{"id": call.id, "name": call.name, "args": call.arguments}})
			output += countTokens(call.name + marshal(call.arguments))
		}
		if len(calls) == 0 {
			text, cut := cutTokens(talk.replyText(i), req.GenerationConfig.MaxOutputTokens)
			if cut {
				finish = "MAX_TOKENS"
			}
			parts = append(parts, object{"text": text})
			output += countTokens(text)
		}
		candidates[i] = object{"content": object{"role": "model", "parts": parts}, "finishReason": finish, "index": i}
	}
	// The API counts thoughts beside the candidates, not in them.
	usage := object{
		"promptTokenCount": prompt, "candidatesTokenCount": output, "totalTokenCount": prompt + output + countTokens(thought),
		"promptTokensDetails": []any{object{"modality": "TEXT", "tokenCount": prompt}},
	}
	if thought != "" {
		usage["thoughtsTokenCount"] = countTokens(thought)
	}
	head := object{"modelVersion": model.ID, "responseId": digest(22, "id", body), "usageMetadata": usage}
	if !stream {
		return answer{body: with(head, object{"candidates": candidates})}, nil
	}
	return answer{events: geminiChunks(head, candidates)}, nil
}

// geminiChunks sends the parts of the first candidate one by one; the finish
// reason comes with the last.
func geminiChunks(head object, candidates []any) (events []event) {
	candidate := candidates[0].(object)
	parts := candidate["content"].(object)["parts"].([]any)
	for i, p := range parts {
		c := object{"content": object{"role": "model", "parts": []any{p}}, "index": 0}
		if i == len(parts)-1 {
			c["finishReason"] = candidate["finishReason"]
		}
		events = append(events, event{data: with(head, object{"candidates": []any{c}})})
	}
	return events
}

func batchEmbedContents(name string, body []byte) (answer, error) {
	var req struct {
		Requests []struct {
			Content              geminiContent `json:"content"`
			OutputDimensionality int           `json:"outputDimensionality"`
		} `json:"requests"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(name, kindEmbedding)
	if !ok {
		return answer{}, modelNotFound(name)
	}
	list := make([]any, len(req.Requests))
	for i, r := range req.Requests {
		n := model.dimensions
		if r.OutputDimensionality > 0 {
			n = r.OutputDimensionality
		}
		list[i] = object{"values": embed(r.Content.text(), n)}
	}
	return answer{body: object{"embeddings": list}}, nil
}

// lowerTypes writes the types of a schema as JSON Schema does: the API has them
// in capitals.
func lowerTypes(schema object) object {
	if schema == nil {
		return nil
	}
	out := object{}
	for name, v := range schema {
		switch v := v.(type) {
		case object:
			out[name] = lowerTypes(v)
		case string:
			if name == "type" {
				out[name] = strings.ToLower(v)
				continue
			}
			out[name] = v
		default:
			out[name] = v
		}
	}
	return out
}
