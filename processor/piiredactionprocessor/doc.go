// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:generate mdatagen metadata.yaml

// Package piiredactionprocessor removes personal data and secrets from
// telemetry, first of all from the prompts and answers in GenAI telemetry.
package piiredactionprocessor
