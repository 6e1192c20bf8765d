// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

// llamaCPP is llama-server with --metrics. It has no labels and no histograms.
var llamaCPP = Table{
	Engine:   LlamaCPP,
	Prefixes: []string{"llamacpp:"},
	Mappings: []Mapping{
		{To: prefillTime, From: names("prompt_seconds_total")},
		{To: decodeTime, From: names("tokens_predicted_seconds_total")},
		{To: requestsRunning, From: names("requests_processing")},
		{To: requestsWaiting, From: names("requests_deferred")},
		{To: kvCacheUtilization, From: names("kv_cache_usage_ratio"), Note: "removed in newer builds"},
		{
			To: promptTokens, From: names("prompt_tokens_total"),
			Note: "the gauges prompt_tokens_seconds and predicted_tokens_seconds are tokens per second: not mapped",
		},
		{To: promptTokensCached, From: names("prompt_tokens_cached_total"), Note: "newer builds; not among prompt_tokens_total"},
		{To: generationTokens, From: names("tokens_predicted_total")},
		{To: specDecodeDrafts, From: names("spec_decode_num_drafts_total"), Note: "newer builds"},
		{To: specDecodeDraftTokens, From: names("spec_decode_num_draft_tokens_total"), Note: "newer builds"},
		{To: specDecodeAcceptedTokens, From: names("spec_decode_num_accepted_tokens_total"), Note: "newer builds"},
		{To: specDecodeAcceptedTokensPerPosition, From: names("spec_decode_num_accepted_tokens_per_pos_total"), Note: "newer builds"},
	},
}
