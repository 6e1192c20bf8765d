// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package provider

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strings"
)

// cohereModel is the only model that reranks.
const cohereModel = "rerank-v3.5"

// rerank is Cohere's API of the same name, in version 1 and 2. A document's
// score is the share of the query's words that it has.
func rerank(body []byte) (answer, error) {
	var req struct {
		Model     string   `json:"model"`
		Query     string   `json:"query"`
		Documents []string `json:"documents"`
		TopN      int      `json:"top_n"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return answer{}, err
	}
	if req.Model != cohereModel {
		return answer{}, modelNotFound(req.Model)
	}
	if req.Query == "" || len(req.Documents) == 0 {
		return answer{}, badRequest("missing_required_parameter", "query and documents must not be empty")
	}
	type hit struct {
		index int
		score float64
	}
	hits := make([]hit, len(req.Documents))
	words := strings.Fields(strings.ToLower(req.Query))
	for i, document := range req.Documents {
		found := 0
		for _, word := range words {
			if strings.Contains(strings.ToLower(document), strings.Trim(word, "?.,")) {
				found++
			}
		}
		hits[i] = hit{i, math.Round(100*float64(found)/float64(len(words))) / 100}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	if req.TopN > 0 {
		hits = hits[:min(req.TopN, len(hits))]
	}
	results := make([]any, len(hits))
	for i, h := range hits {
		results[i] = object{"index": h.index, "relevance_score": h.score}
	}
	return answer{body: object{
		"id": digest(32, "id", body), "results": results,
		"meta": object{"api_version": object{"version": "2"}, "billed_units": object{"search_units": 1}},
	}}, nil
}
