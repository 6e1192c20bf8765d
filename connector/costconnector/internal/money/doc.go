// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package money counts euros exactly. Prices are read from decimal strings,
// rounded once to atto-EUR per token when a book is loaded, added up in 128-bit
// integers, and rounded once more to a float64 when a total is exported. EUR stands
// for the currency of the connector, which may be another.
package money
