// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:generate mdatagen metadata.yaml

// Package genaiprocessor rewrites the telemetry of GenAI instrumentations to
// the OpenTelemetry GenAI semantic conventions.
package genaiprocessor
