// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

// dynamo stands in front of engines. Its workers pass the engine's own metrics
// through on the same endpoint, so what a worker says about the engine yields
// to them. The frontend lower-cases the model, the engines do not: a join of
// the two on the model needs a common spelling first.
var dynamo = Table{
	Engine:   Dynamo,
	Prefixes: []string{"dynamo_"},
	Labels:   []Label{{From: "error_type", To: attrErrorType}},
	Mappings: []Mapping{
		{To: frontendTimeToFirstToken, From: names("frontend_time_to_first_token_seconds")},
		{To: frontendInterTokenLatency, From: names("frontend_inter_token_latency_seconds")},
		{To: frontendRequestDuration, From: names("frontend_request_duration_seconds")},
		{To: frontendRequests, From: names("frontend_requests_total")},
		{To: frontendRequestsInflight, From: names("frontend_inflight_requests")},
		{To: frontendRequestsWaiting, From: names("frontend_queued_requests")},
		{To: frontendGenerationTokens, From: names("frontend_output_tokens_total")},
		{To: frontendRequestPromptTokens, From: names("frontend_input_sequence_tokens")},
		{To: frontendRequestGenerationTokens, From: names("frontend_output_sequence_tokens")},
		{
			To: kvCacheUtilization, Yields: true,
			From: names("component_gpu_cache_usage_percent", "component_kvstats_gpu_cache_usage_percent"),
			Note: "0 to 1 in spite of its name",
		},
		{
			To: prefixCacheHitRate, Yields: true,
			From: names("component_kvstats_gpu_prefix_cache_hit_rate"), Note: "older builds",
		},
	},
}
