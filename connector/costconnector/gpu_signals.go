// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

// signal is what a metric tells.
type signal uint8

const (
	presence signal = iota // only that the GPU is there
	running
	promptTokens
	generationTokens
	energyJoules
	energyMillijoules
	// Histograms of the tokens of requests, whose sums count the tokens of those that
	// are done.
	promptTokensOfRequests
	generationTokensOfRequests
)

// signals by metric name: of the genai processor, and of engines and DCGM
// exporters that are scraped without it.
var signals = map[string]signal{
	"inference.engine.requests.running": running,
	"vllm:num_requests_running":         running,
	"sglang:num_running_reqs":           running,
	"tgi_batch_current_size":            running,
	"trtllm_num_requests_running":       running,
	"llamacpp:requests_processing":      running,

	"inference.engine.prompt_tokens": promptTokens,
	"vllm:prompt_tokens_total":       promptTokens,
	"vllm:prompt_tokens":             promptTokens,
	"sglang:prompt_tokens_total":     promptTokens,
	"trtllm_prompt_tokens_total":     promptTokens,
	"llamacpp:prompt_tokens_total":   promptTokens,

	"inference.engine.generation_tokens": generationTokens,
	"vllm:generation_tokens_total":       generationTokens,
	"vllm:generation_tokens":             generationTokens,
	"sglang:generation_tokens_total":     generationTokens,
	"trtllm_generation_tokens_total":     generationTokens,
	"llamacpp:tokens_predicted_total":    generationTokens,

	"inference.engine.request.prompt_tokens":     promptTokensOfRequests,
	"tgi_request_input_length":                   promptTokensOfRequests,
	"inference.engine.request.generation_tokens": generationTokensOfRequests,
	"tgi_request_generated_tokens":               generationTokensOfRequests,

	"hw.energy":                            energyJoules,
	"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION": energyMillijoules,
}

// told is the signal that tells the same as another, of which a GPU or an engine
// is read by one metric only.
func (s signal) told() signal {
	switch s {
	case energyMillijoules:
		return energyJoules
	case promptTokensOfRequests:
		return promptTokens
	case generationTokensOfRequests:
		return generationTokens
	default:
		return s
	}
}
