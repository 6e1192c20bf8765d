// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

const microseconds, milliseconds = 1e6, 1e3

// triton serves any kind of model; nv_trt_llm_* come from the TensorRT-LLM
// backend, which packs several signals into one family. The nv_inference_*
// metrics yield to an engine that runs inside Triton, such as vLLM. Its
// summaries are not mapped: no canonical metric is one.
var triton = Table{
	Engine:   Triton,
	Prefixes: []string{"nv_"},
	Labels:   []Label{{From: "reason", To: attrErrorType}},
	Mappings: []Mapping{
		{
			To: timeToFirstToken, From: names("inference_first_response_histogram_ms"), Divide: milliseconds, Yields: true,
			Note: "only recorded for decoupled models, whose first response is the first token; an ensemble repeats its steps",
		},
		{To: requestTime, From: names("inference_request_duration_us"), Divide: microseconds, Yields: true},
		{To: queueTime, From: names("inference_queue_duration_us"), Divide: microseconds, Yields: true},
		{To: inferenceTime, From: names("inference_compute_infer_duration_us"), Divide: microseconds, Yields: true},
		{To: requests, From: names("inference_request_success"), Yields: true, Note: "no finish reason"},
		{
			To: requests, From: names("inference_request_failure"), Yields: true, Failures: true,
			Note: "older releases give no reason",
		},
		{To: requestsRunning, From: []Source{{Name: "trt_llm_request_metrics", Label: "request_type", Value: "scheduled"}}},
		{
			To: requestsWaiting, From: []Source{
				{Name: "trt_llm_request_metrics", Label: "request_type", Value: "waiting"},
				{Name: "inference_pending_request_count"},
			}, Yields: true,
			Note: "inference_pending_request_count is the queue of Triton itself, used without the TensorRT-LLM backend",
		},
		{To: kvCacheUtilization, From: []Source{{Name: "trt_llm_kv_cache_block_metrics", Label: "kv_cache_block_type", Value: "fraction"}}},
		{
			To:   requestPromptTokens,
			From: []Source{{Name: "llm_input_token_len", Label: "response_metric_type", Value: "total_input_tokens"}},
		},
		{
			To:   requestGenerationTokens,
			From: []Source{{Name: "llm_output_token_len", Label: "response_metric_type", Value: "total_output_tokens"}},
		},
	},
}
