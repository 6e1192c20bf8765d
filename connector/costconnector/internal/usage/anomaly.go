// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

// AnomalySet says why a request may be charged wrongly.
type AnomalySet uint8

// Anomalies.
const (
	// InvalidCount: a token count is negative, fractional, not a number, or
	// above 2^40. It is taken as not reported.
	InvalidCount AnomalySet = 1 << iota
	// CacheExceedsInput: more cached tokens than input tokens.
	CacheExceedsInput
	// MediaExceedsInput: more audio and image tokens than uncached input tokens.
	MediaExceedsInput
	// PartsExceedOutput: more reasoning, audio and image tokens than output tokens.
	PartsExceedOutput
	// LongCacheExceedsWrite: more tokens written to the cache for an hour than
	// written at all.
	LongCacheExceedsWrite
	// Sampled: the span stands for several that were not sent, and the connector
	// is not told to add those.
	Sampled
	// AbsurdSampling: the span claims to stand for more than 2^24 spans. It is
	// counted as one.
	AbsurdSampling
	// InvalidCost: a reported cost is negative, above a billion or not a number, or
	// its currency is no code of three capital letters. It is taken as not reported.
	InvalidCost
)

// Anomalies names every anomaly, for telemetry.
var Anomalies = map[AnomalySet]string{
	InvalidCount:      "invalid_count",
	CacheExceedsInput: "cache_exceeds_input",
	MediaExceedsInput: "media_exceeds_input",
	PartsExceedOutput: "parts_exceed_output",

	LongCacheExceedsWrite: "long_cache_exceeds_write",
	Sampled:               "sampled",
	AbsurdSampling:        "absurd_sampling",
	InvalidCost:           "invalid_cost",
}
