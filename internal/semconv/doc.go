// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package semconv holds the attribute names and types that the components of
// this repository share: the OpenTelemetry GenAI semantic conventions
// (repository semantic-conventions-genai, every entry still "development")
// and the few names of our own that join the signals.
package semconv
