// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"

// AnomalySet says which reported numbers cannot be right.
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
)

// Anomalies names every anomaly, for telemetry.
var Anomalies = map[AnomalySet]string{
	InvalidCount:      "invalid_count",
	CacheExceedsInput: "cache_exceeds_input",
	MediaExceedsInput: "media_exceeds_input",
	PartsExceedOutput: "parts_exceed_output",
}
