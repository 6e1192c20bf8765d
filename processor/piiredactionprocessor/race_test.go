// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build race

package piiredactionprocessor

// poolMisses is how many allocations a run may show: the race detector makes
// sync.Pool forget on purpose.
const poolMisses = 8
