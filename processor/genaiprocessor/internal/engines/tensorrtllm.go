// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

// tensorRTLLM is trtllm-serve; in Triton see [triton]. Most metrics need
// return_perf_metrics. Releases that had no prefix of their own got one with a
// colon from Dynamo.
var tensorRTLLM = Table{
	Engine:   TensorRTLLM,
	Prefixes: []string{"trtllm_", "trtllm:"},
	Labels:   []Label{{From: "http_code", To: attrErrorType}},
	Mappings: []Mapping{
		{To: timeToFirstToken, From: names("time_to_first_token_seconds")},
		{To: timePerOutputToken, From: names("time_per_output_token_seconds"), Note: "one observation per request"},
		{To: requestDuration, From: names("e2e_request_latency_seconds")},
		{To: queueDuration, From: names("request_queue_time_seconds")},
		{To: prefillDuration, From: names("request_prefill_time_seconds")},
		{To: decodeDuration, From: names("request_decode_time_seconds")},
		{To: inferenceDuration, From: names("request_inference_time_seconds")},
		{To: requests, From: names("request_success_total")},
		{To: requests, From: names("request_error_total"), Failures: true},
		{To: requestsRunning, From: names("num_requests_running")},
		{To: requestsWaiting, From: names("num_requests_waiting")},
		{To: kvCacheUtilization, From: names("kv_cache_utilization")},
		{To: kvCacheHostUtilization, From: names("kv_cache_host_utilization")},
		{
			To: prefixCacheHitRate, From: names("kv_cache_hit_rate"),
			Note: "the counters kv_cache_{reused,missed}_blocks count blocks, not tokens: not mapped",
		},
		{To: promptTokens, From: names("prompt_tokens_total")},
		{To: promptTokensCached, From: names("prompt_cached_tokens_total")},
		{To: generationTokens, From: names("generation_tokens_total")},
		{
			To: specDecodeDraftTokens, From: names("spec_decode_num_draft_tokens_total", "spec_decode_drafted_tokens_total"),
			Note: "the second counts by token_position and adds up to the first",
		},
		{
			To: specDecodeAcceptedTokens, From: names("spec_decode_num_accepted_tokens_total", "spec_decode_accepted_tokens_total"),
			Note: "the second counts by token_position and adds up to the first",
		},
		{To: specDecodeAcceptanceLength, From: names("spec_decode_acceptance_length")},
	},
}
