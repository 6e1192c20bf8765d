// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package builtin holds a price book of public list prices. generate.py writes
// it; README.md says what it is worth.
package builtin

import _ "embed"

// Prices is a price book in JSON whose models are matched by rules, in order.
//
//go:embed prices.json
var Prices []byte
