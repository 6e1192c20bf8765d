// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import "go.opentelemetry.io/collector/pdata/pmetric"

// tokens writes genai.cost.tokens: the tokens behind genai.cost.eur. Together
// with genai.cost.unpriced.tokens they are all the tokens that were used.
func (e *exporter) tokens(accounts []*Account) {
	e.sum("genai.cost.tokens", "Tokens that were priced, by the class they were billed as.", "{token}", func(points pmetric.NumberDataPointSlice) {
		for _, a := range accounts {
			for class := range a.charged.All() {
				if class.IsToken() {
					e.count(points, &a.countSince[class], a.attributes, TokenClass, class.String(), a.lines[class].count.since(a.before().lines[class].count))
				}
			}
		}
	})
}
