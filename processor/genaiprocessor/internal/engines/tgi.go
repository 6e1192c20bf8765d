// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

// tgi has no model label and no time to first token.
var tgi = Table{
	Engine:   TGI,
	Prefixes: []string{"tgi_"},
	Labels:   []Label{{From: "err", To: attrErrorType}},
	Mappings: []Mapping{
		{To: requestDuration, From: names("request_duration")},
		{
			To: timePerToken, From: names("request_mean_time_per_token_duration"),
			Note: "includes prefill, so it is no gen_ai.server.time_per_output_token",
		},
		{To: queueDuration, From: names("request_queue_duration")},
		{To: inferenceDuration, From: names("request_inference_duration")},
		{To: requests, From: names("request_success"), Note: "no finish reason"},
		{To: requests, From: names("request_failure"), Failures: true},
		{To: requestsRunning, From: names("batch_current_size")},
		{To: requestsWaiting, From: names("queue_size")},
		{To: requestPromptTokens, From: names("request_input_length"), Note: "its sum is the count of prompt tokens"},
		{To: requestGenerationTokens, From: names("request_generated_tokens"), Note: "its sum is the count of output tokens"},
		{To: requestMaxTokens, From: names("request_max_new_tokens")},
	},
	Ratios: []Ratio{
		{
			To: kvCacheUtilization, Numerator: "batch_current_max_tokens", Denominator: "batch_max_total_tokens",
			Note: "reserved for the running batch up to its maximum length, not yet filled",
		},
	},
}
