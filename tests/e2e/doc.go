// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package e2e tests the built binary as its users run it.
package e2e
