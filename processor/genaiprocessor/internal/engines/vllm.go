// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

// vllm covers the V0 engine (up to 0.7), the names of 0.8 to 0.11 and those of
// 0.12 and later. Under Ray the colon is lost and ray_ stands in front.
var vllm = Table{
	Engine:   VLLM,
	Prefixes: []string{"vllm:", "ray_vllm_"},
	Mappings: []Mapping{
		{To: timeToFirstToken, From: names("time_to_first_token_seconds")},
		{To: timePerOutputToken, From: names("request_time_per_output_token_seconds")},
		{To: requestDuration, From: names("e2e_request_latency_seconds")},
		{
			To: interTokenLatency, From: names("inter_token_latency_seconds", "time_per_output_token_seconds"),
			Note: "time_per_output_token_seconds was renamed in 0.11; it observes tokens, not requests",
		},
		{To: queueDuration, From: names("request_queue_time_seconds")},
		{To: prefillDuration, From: names("request_prefill_time_seconds")},
		{To: decodeDuration, From: names("request_decode_time_seconds")},
		{To: inferenceDuration, From: names("request_inference_time_seconds")},
		{To: requests, From: names("request_success_total"), Note: "includes reasons abort and error"},
		{To: requestsRunning, From: names("num_requests_running")},
		{To: requestsWaiting, From: names("num_requests_waiting")},
		{To: requestsSwapped, From: names("num_requests_swapped"), Note: "V0 only"},
		{To: preemptions, From: names("num_preemptions_total")},
		{
			To: kvCacheUtilization, From: names("kv_cache_usage_perc", "gpu_cache_usage_perc"),
			Note: "0 to 1 in spite of its name; 0.9 and 0.10 expose both",
		},
		{To: kvCacheHostUtilization, From: names("cpu_cache_usage_perc"), Note: "V0 only"},
		{
			To: prefixCacheHits, From: []Source{{Name: "prefix_cache_hits_total"}, {Name: "gpu_prefix_cache_hits_total", Unless: "blocks"}},
			Note: "0.8 counts blocks: not mapped; nor is the hit rate gauge of V0: it is -1 when the cache is off",
		},
		{
			To: prefixCacheQueries, From: []Source{{Name: "prefix_cache_queries_total"}, {Name: "gpu_prefix_cache_queries_total", Unless: "blocks"}},
			Note: "0.8 counts blocks: not mapped; a waiting request may be looked up more than once",
		},
		{To: externalPrefixCacheHits, From: names("external_prefix_cache_hits_total")},
		{To: externalPrefixCacheQueries, From: names("external_prefix_cache_queries_total")},
		{To: multimodalCacheHits, From: names("mm_cache_hits_total")},
		{To: multimodalCacheQueries, From: names("mm_cache_queries_total")},
		{To: promptTokens, From: names("prompt_tokens_total")},
		{To: promptTokensCached, From: names("prompt_tokens_cached_total")},
		{To: promptTokensBySource, From: names("prompt_tokens_by_source_total")},
		{To: generationTokens, From: names("generation_tokens_total")},
		{To: requestPromptTokens, From: names("request_prompt_tokens")},
		{To: requestGenerationTokens, From: names("request_generation_tokens")},
		{To: requestMaxTokens, From: names("request_params_max_tokens")},
		{To: iterationTokens, From: names("iteration_tokens_total"), Note: "a histogram in spite of its name"},
		{To: specDecodeDrafts, From: names("spec_decode_num_drafts_total")},
		{To: specDecodeDraftTokens, From: names("spec_decode_num_draft_tokens_total")},
		{To: specDecodeAcceptedTokens, From: names("spec_decode_num_accepted_tokens_total")},
		{To: specDecodeAcceptedTokensPerPosition, From: names("spec_decode_num_accepted_tokens_per_pos_total")},
		{To: specDecodeAcceptanceRate, From: names("spec_decode_draft_acceptance_rate"), Note: "V0 only"},
	},
}
