// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import "testing"

func TestEngines(t *testing.T) {
	check(t, map[string]row{
		"vllm V1": {
			name: "llm_request", scope: "vllm.llm_engine",
			in: attrs{
				"gen_ai.latency.time_to_first_token": 0.05, "gen_ai.latency.e2e": 1.5, "gen_ai.latency.time_in_queue": 0.01, "gen_ai.usage.prompt_tokens": 412,
				"gen_ai.usage.completion_tokens": 128, "gen_ai.request.id": "chatcmpl-1", "gen_ai.request.top_p": 0.95, "gen_ai.request.max_tokens": 256,
				"gen_ai.request.temperature": 0.7, "gen_ai.request.n": 2,
			},
			want: attrs{
				"gen_ai.response.time_to_first_chunk": 0.05, "gen_ai.latency.e2e": 1.5, "gen_ai.latency.time_in_queue": 0.01, "gen_ai.usage.input_tokens": int64(412),
				"gen_ai.usage.output_tokens": int64(128), "gen_ai.request.id": "chatcmpl-1", "gen_ai.request.top_p": 0.95, "gen_ai.request.max_tokens": int64(256),
				"gen_ai.request.temperature": 0.7, "gen_ai.request.choice.count": int64(2), "gen_ai.operation.name": "chat", "gen_ai.provider.name": "vllm",
			},
		},
		"vllm V0: milliseconds of the model stay under their own names": {
			name: "llm_request", scope: "vllm.llm_engine",
			in: attrs{"gen_ai.latency.e2e": 1.5, "gen_ai.latency.time_in_model_forward": 12.5, "gen_ai.response.model": "opt", "gen_ai.request.n": 1, "gen_ai.usage.num_sequences": 1},
			want: attrs{
				"gen_ai.latency.e2e": 1.5, "gen_ai.latency.time_in_model_forward": 12.5, "gen_ai.response.model": "opt", "gen_ai.usage.num_sequences": int64(1),
				"gen_ai.provider.name": "vllm",
			},
		},
		"sglang": {
			name: "llm_request", scope: "sglang.srt",
			in: attrs{
				"gen_ai.latency.e2e": 1.5, "gen_ai.usage.prompt_tokens": 412, "gen_ai.usage.cached_tokens": 256, "gen_ai.usage.completion_tokens": 5,
				"gen_ai.response.finish_reasons": `["stop"]`, "gen_ai.request.top_k": 40,
			},
			want: attrs{
				"gen_ai.latency.e2e": 1.5, "gen_ai.usage.input_tokens": int64(412), "gen_ai.usage.cache_read.input_tokens": int64(256), "gen_ai.usage.output_tokens": int64(5),
				"gen_ai.response.finish_reasons": []any{"stop"}, "gen_ai.request.top_k": int64(40), "gen_ai.provider.name": "sglang",
			},
		},
		"tensorrt-llm": {
			name: "llm_request", scope: "trt.llm",
			in:   attrs{"gen_ai.latency.e2e": 1.5, "gen_ai.latency.kv_cache_transfer_time": 0.1, "gen_ai.usage.prompt_tokens": 4},
			want: attrs{"gen_ai.latency.e2e": 1.5, "gen_ai.latency.kv_cache_transfer_time": 0.1, "gen_ai.usage.input_tokens": int64(4), "gen_ai.provider.name": "tensorrt_llm"},
		},
		"tgi": {
			name: "generate_stream", scope: "text_generation_router",
			in: attrs{
				"parameters": `GenerateParameters { best_of: None, temperature: Some(0.5), repetition_penalty: None, frequency_penalty: Some(0.1), top_k: Some(10), top_p: Some(0.95), typical_p: None, do_sample: true, max_new_tokens: Some(20), return_full_text: None, stop: ["\n", "User, you: "], truncate: None, watermark: false, details: true, seed: None }`,
				"total_time": "2.4s", "validation_time": "412.5µs", "queue_time": "900ns", "inference_time": "2.3s", "time_per_token": "12ms", "seed": "Some(42)",
			},
			want: attrs{
				"parameters": `GenerateParameters { best_of: None, temperature: Some(0.5), repetition_penalty: None, frequency_penalty: Some(0.1), top_k: Some(10), top_p: Some(0.95), typical_p: None, do_sample: true, max_new_tokens: Some(20), return_full_text: None, stop: ["\n", "User, you: "], truncate: None, watermark: false, details: true, seed: None }`,
				"total_time": "2.4s", "validation_time": "412.5µs", "queue_time": "900ns", "inference_time": "2.3s", "time_per_token": "12ms",
				"gen_ai.operation.name": "text_completion", "gen_ai.provider.name": "tgi", "gen_ai.request.stream": true, "gen_ai.request.temperature": 0.5,
				"gen_ai.request.frequency_penalty": 0.1, "gen_ai.request.top_k": int64(10), "gen_ai.request.top_p": 0.95, "gen_ai.request.max_tokens": int64(20),
				"gen_ai.request.seed": int64(42), "gen_ai.request.stop_sequences": []any{"\n", "User, you: "},
			},
		},
		"validation_time of something else": {
			name: "checkout", in: attrs{"validation_time": "1s", "seed": "x"}, want: attrs{"validation_time": "1s", "seed": "x"},
		},
	})
}
