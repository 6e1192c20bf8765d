// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
)

func embeddings(body []byte) (answer, error) {
	var req struct {
		Model          string   `json:"model"`
		Input          textList `json:"input"`
		Dimensions     int      `json:"dimensions"`
		EncodingFormat string   `json:"encoding_format"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	model, ok := findModel(req.Model, kindEmbedding)
	if !ok {
		return answer{}, modelNotFound(req.Model)
	}
	if len(req.Input) == 0 {
		return answer{}, badRequest("missing_required_parameter", "input must not be empty")
	}
	if req.Dimensions < 0 || req.Dimensions > model.dimensions {
		return answer{}, badRequest("invalid_value", "dimensions must be between 1 and %d", model.dimensions)
	}
	if req.Dimensions == 0 {
		req.Dimensions = model.dimensions
	}
	data := make([]any, len(req.Input))
	tokens := 0
	for i, text := range req.Input {
		tokens += countTokens(text)
		vector := embed(text, req.Dimensions)
		data[i] = object{"object": "embedding", "index": i, "embedding": vector}
		if req.EncodingFormat == "base64" {
			var raw []byte
			for _, f := range vector {
				raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(f))
			}
			data[i].(object)["embedding"] = base64.StdEncoding.EncodeToString(raw)
		}
	}
	head := object{}
	if strings.HasPrefix(model.ID, "mistral-") {
		head["id"] = "embd-" + digest(29, "id", body) // Mistral's answers have one
	}
	return answer{body: with(head, object{
		"object": "list", "model": model.ID, "data": data,
		"usage": object{"prompt_tokens": tokens, "total_tokens": tokens},
	})}, nil
}

// embedAll returns the vectors of texts and the tokens they take.
func embedAll(texts []string, dimensions int) (vectors []any, tokens int) {
	vectors = make([]any, len(texts))
	for i, text := range texts {
		vectors[i] = embed(text, dimensions)
		tokens += countTokens(text)
	}
	return vectors, tokens
}

// embed makes a vector of length one from the hash of the text.
func embed(text string, dimensions int) []float32 {
	values := make([]float64, dimensions)
	var squares float64
	sum := sha256.Sum256([]byte(text))
	for i := range values {
		if i%len(sum) == 0 && i > 0 {
			sum = sha256.Sum256(sum[:])
		}
		values[i] = float64(sum[i%len(sum)]) - 127.5
		squares += values[i] * values[i]
	}
	vector := make([]float32, dimensions)
	for i, v := range values {
		vector[i] = float32(v / math.Sqrt(squares))
	}
	return vector
}
