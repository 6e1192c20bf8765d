// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package usage reads what an inference span consumed: which operation, which
// model, and how many tokens of each billed class.
package usage
