// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import "go.opentelemetry.io/collector/pdata/pmetric"

// Target is a canonical metric.
type Target struct {
	Name string
	// Unit is in UCUM.
	Unit        string
	Type        pmetric.MetricType
	Description string
}

// The three metrics of the conventions. A source may only be mapped here if it
// measures what the conventions define.
var (
	timeToFirstToken = &Target{
		Name: "gen_ai.server.time_to_first_token", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time from the arrival of a request to its first output token.",
	}
	timePerOutputToken = &Target{
		Name: "gen_ai.server.time_per_output_token", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Mean time per output token after the first, one observation per request.",
	}
	requestDuration = &Target{
		Name: "gen_ai.server.request.duration", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time from the arrival of a request to its last output token.",
	}
)

var (
	interTokenLatency = &Target{
		Name: "inference.engine.inter_token_latency", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time between two successive output tokens, one observation per token.",
	}
	timePerToken = &Target{
		Name: "inference.engine.time_per_token", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Inference time including prefill divided by the output tokens, one observation per request.",
	}
	queueDuration = &Target{
		Name: "inference.engine.queue.duration", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time a request waited to be scheduled.",
	}
	prefillDuration = &Target{
		Name: "inference.engine.prefill.duration", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time a request spent in prefill.",
	}
	decodeDuration = &Target{
		Name: "inference.engine.decode.duration", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time a request spent in decode.",
	}
	inferenceDuration = &Target{
		Name: "inference.engine.inference.duration", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time a request spent in prefill and decode.",
	}
)

var (
	requestTime = &Target{
		Name: "inference.engine.request.time", Unit: "s", Type: pmetric.MetricTypeSum,
		Description: "Total time of all requests from arrival to the last output.",
	}
	queueTime = &Target{
		Name: "inference.engine.queue.time", Unit: "s", Type: pmetric.MetricTypeSum,
		Description: "Total time that requests waited to be scheduled.",
	}
	inferenceTime = &Target{
		Name: "inference.engine.inference.time", Unit: "s", Type: pmetric.MetricTypeSum,
		Description: "Total time that requests spent in the model.",
	}
	prefillTime = &Target{
		Name: "inference.engine.prefill.time", Unit: "s", Type: pmetric.MetricTypeSum,
		Description: "Total time spent in prefill.",
	}
	decodeTime = &Target{
		Name: "inference.engine.decode.time", Unit: "s", Type: pmetric.MetricTypeSum,
		Description: "Total time spent in decode.",
	}
)

var (
	requests = &Target{
		Name: "inference.engine.requests", Unit: "{request}", Type: pmetric.MetricTypeSum,
		Description: "Finished requests, by finish reason or error where the engine tells them apart.",
	}
	requestsRunning = &Target{
		Name: "inference.engine.requests.running", Unit: "{request}", Type: pmetric.MetricTypeGauge,
		Description: "Requests in the running batch.",
	}
	requestsWaiting = &Target{
		Name: "inference.engine.requests.waiting", Unit: "{request}", Type: pmetric.MetricTypeGauge,
		Description: "Requests waiting to be scheduled.",
	}
	requestsSwapped = &Target{
		Name: "inference.engine.requests.swapped", Unit: "{request}", Type: pmetric.MetricTypeGauge,
		Description: "Requests swapped out to host memory.",
	}
	preemptions = &Target{
		Name: "inference.engine.preemptions", Unit: "{preemption}", Type: pmetric.MetricTypeSum,
		Description: "Times a running request lost its KV cache to another.",
	}
)

var (
	kvCacheUtilization = &Target{
		Name: "inference.engine.kv_cache.utilization", Unit: "1", Type: pmetric.MetricTypeGauge,
		Description: "Fraction of the KV cache on the GPU that is in use.",
	}
	kvCacheHostUtilization = &Target{
		Name: "inference.engine.kv_cache.host.utilization", Unit: "1", Type: pmetric.MetricTypeGauge,
		Description: "Fraction of the KV cache in host memory that is in use.",
	}
	prefixCacheHits = &Target{
		Name: "inference.engine.prefix_cache.hits", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Prompt tokens found in the prefix cache.",
	}
	prefixCacheQueries = &Target{
		Name: "inference.engine.prefix_cache.queries", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Prompt tokens looked up in the prefix cache.",
	}
	prefixCacheHitRate = &Target{
		Name: "inference.engine.prefix_cache.hit_rate", Unit: "1", Type: pmetric.MetricTypeGauge,
		Description: "Fraction of prefix cache lookups that hit, of engines that count no hits.",
	}
	externalPrefixCacheHits = &Target{
		Name: "inference.engine.external_prefix_cache.hits", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Prompt tokens found in the prefix cache of another instance or tier.",
	}
	externalPrefixCacheQueries = &Target{
		Name: "inference.engine.external_prefix_cache.queries", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Prompt tokens looked up in the prefix cache of another instance or tier.",
	}
	multimodalCacheHits = &Target{
		Name: "inference.engine.multimodal_cache.hits", Unit: "{item}", Type: pmetric.MetricTypeSum,
		Description: "Multimodal inputs found in the cache.",
	}
	multimodalCacheQueries = &Target{
		Name: "inference.engine.multimodal_cache.queries", Unit: "{item}", Type: pmetric.MetricTypeSum,
		Description: "Multimodal inputs looked up in the cache.",
	}
)

var (
	promptTokens = &Target{
		Name: "inference.engine.prompt_tokens", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Prompt tokens processed, cached ones included where the engine counts them.",
	}
	promptTokensCached = &Target{
		Name: "inference.engine.prompt_tokens.cached", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Prompt tokens served from a cache.",
	}
	promptTokensBySource = &Target{
		Name: "inference.engine.prompt_tokens.by_source", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Prompt tokens by where their KV came from.",
	}
	generationTokens = &Target{
		Name: "inference.engine.generation_tokens", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Output tokens generated.",
	}
	requestPromptTokens = &Target{
		Name: "inference.engine.request.prompt_tokens", Unit: "{token}", Type: pmetric.MetricTypeHistogram,
		Description: "Prompt tokens per request.",
	}
	requestGenerationTokens = &Target{
		Name: "inference.engine.request.generation_tokens", Unit: "{token}", Type: pmetric.MetricTypeHistogram,
		Description: "Output tokens per request.",
	}
	requestMaxTokens = &Target{
		Name: "inference.engine.request.max_tokens", Unit: "{token}", Type: pmetric.MetricTypeHistogram,
		Description: "Limit of output tokens that the request asked for.",
	}
	iterationTokens = &Target{
		Name: "inference.engine.iteration.tokens", Unit: "{token}", Type: pmetric.MetricTypeHistogram,
		Description: "Tokens processed per engine step.",
	}
)

var (
	specDecodeDrafts = &Target{
		Name: "inference.engine.spec_decode.drafts", Unit: "{draft}", Type: pmetric.MetricTypeSum,
		Description: "Drafts made by speculative decoding.",
	}
	specDecodeDraftTokens = &Target{
		Name: "inference.engine.spec_decode.draft_tokens", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Tokens drafted by speculative decoding.",
	}
	specDecodeAcceptedTokens = &Target{
		Name: "inference.engine.spec_decode.accepted_tokens", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Drafted tokens that were accepted.",
	}
	specDecodeAcceptedTokensPerPosition = &Target{
		Name: "inference.engine.spec_decode.accepted_tokens_per_position", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Drafted tokens that were accepted, by position in the draft.",
	}
	specDecodeAcceptanceRate = &Target{
		Name: "inference.engine.spec_decode.acceptance_rate", Unit: "1", Type: pmetric.MetricTypeGauge,
		Description: "Fraction of drafted tokens that were accepted.",
	}
	specDecodeAcceptanceLength = &Target{
		Name: "inference.engine.spec_decode.acceptance_length", Unit: "{token}", Type: pmetric.MetricTypeGauge,
		Description: "Mean tokens accepted per draft.",
	}
)

// A frontend stands in front of engines that measure the same requests, so its
// metrics have names of their own: a sum or quantile over engines must not
// count a request twice, and the gap between the two is a signal in itself.
var (
	frontendTimeToFirstToken = &Target{
		Name: "inference.engine.frontend.time_to_first_token", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time from the arrival of a request at the frontend to its first output token.",
	}
	frontendInterTokenLatency = &Target{
		Name: "inference.engine.frontend.inter_token_latency", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time between two successive output tokens at the frontend.",
	}
	frontendRequestDuration = &Target{
		Name: "inference.engine.frontend.request.duration", Unit: "s", Type: pmetric.MetricTypeHistogram,
		Description: "Time from the arrival of a request at the frontend to its last output token.",
	}
	frontendRequests = &Target{
		Name: "inference.engine.frontend.requests", Unit: "{request}", Type: pmetric.MetricTypeSum,
		Description: "Requests handled by the frontend.",
	}
	frontendRequestsInflight = &Target{
		Name: "inference.engine.frontend.requests.inflight", Unit: "{request}", Type: pmetric.MetricTypeGauge,
		Description: "Requests that the frontend has not yet answered completely.",
	}
	frontendRequestsWaiting = &Target{
		Name: "inference.engine.frontend.requests.waiting", Unit: "{request}", Type: pmetric.MetricTypeGauge,
		Description: "Requests at the frontend that have no output token yet.",
	}
	frontendGenerationTokens = &Target{
		Name: "inference.engine.frontend.generation_tokens", Unit: "{token}", Type: pmetric.MetricTypeSum,
		Description: "Output tokens sent by the frontend.",
	}
	frontendRequestPromptTokens = &Target{
		Name: "inference.engine.frontend.request.prompt_tokens", Unit: "{token}", Type: pmetric.MetricTypeHistogram,
		Description: "Prompt tokens per request at the frontend.",
	}
	frontendRequestGenerationTokens = &Target{
		Name: "inference.engine.frontend.request.generation_tokens", Unit: "{token}", Type: pmetric.MetricTypeHistogram,
		Description: "Output tokens per request at the frontend.",
	}
)
