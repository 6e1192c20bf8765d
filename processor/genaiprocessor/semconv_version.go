// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import "github.com/otelcol-genai/otelcol-genai/internal/semconv"

// Schema URLs of the conventions' versions. The current one has no release: its
// manifest names this.
const (
	schemaCurrent = "https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev"
	schema141     = "https://opentelemetry.io/schemas/1.41.1"
)

func (v SemconvVersion) schemaURL() string {
	if v == Semconv141 {
		return schema141
	}
	return schemaCurrent
}

// renames are the attributes that had another name in the version.
func (v SemconvVersion) renames() map[string]string {
	if v == Semconv141 {
		return map[string]string{semconv.UsageCacheWriteInputTokens: semconv.UsageCacheCreationInputTokens}
	}
	return nil
}

// types are the attributes that had another type in the version.
func (v SemconvVersion) types() map[string]semconv.Type {
	if v == Semconv141 {
		return map[string]semconv.Type{semconv.RequestTopK: semconv.Double}
	}
	return nil
}
