// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package ledger keeps the running totals and turns them into cumulative
// metrics. One file holds one kind of metric.
package ledger
