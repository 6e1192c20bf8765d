// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

// sglang needs --enable-metrics. Gauges carry the rank labels tp_rank, pp_rank
// and moe_ep_rank, which are kept: ranks of one replica work on the same
// requests, so take the maximum over ranks, not the sum. The colon is lost behind
// its router, and in OpenMetrics whose names are escaped with underscores.
var sglang = Table{
	Engine:   SGLang,
	Prefixes: []string{"sglang:", "sglang_"},
	Mappings: []Mapping{
		{To: timeToFirstToken, From: names("time_to_first_token_seconds")},
		{To: timePerOutputToken, From: names("request_time_per_output_token_seconds"), Note: "recent builds"},
		{To: requestDuration, From: names("e2e_request_latency_seconds")},
		{
			To: interTokenLatency, From: names("inter_token_latency_seconds", "time_per_output_token_seconds"),
			Note: "time_per_output_token_seconds, until 0.4.3, observes the mean since the first token at each chunk, and that of the whole request at its end",
		},
		{To: queueDuration, From: names("queue_time_seconds")},
		{To: requests, From: names("num_requests_total"), Note: "no finish reason"},
		{To: requestsRunning, From: names("num_running_reqs"), Note: "maximum over ranks, not sum"},
		{To: requestsWaiting, From: names("num_queue_reqs"), Note: "maximum over ranks, not sum"},
		{
			To: preemptions, From: names("num_retracted_requests_total"),
			Note: "num_retracted_reqs is a gauge and num_retractions a histogram: not mapped",
		},
		{To: kvCacheUtilization, From: names("token_usage"), Note: "maximum over ranks, not sum"},
		{To: prefixCacheHitRate, From: names("cache_hit_rate"), Note: "of the last batch"},
		{To: promptTokens, From: names("prompt_tokens_total")},
		{To: promptTokensCached, From: names("cached_tokens_total")},
		{To: generationTokens, From: names("generation_tokens_total")},
		{To: requestPromptTokens, From: names("prompt_tokens_histogram")},
		{To: requestGenerationTokens, From: names("generation_tokens_histogram")},
		{To: specDecodeAcceptanceRate, From: names("spec_accept_rate")},
		{To: specDecodeAcceptanceLength, From: names("spec_accept_length")},
	},
}
