// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"

import (
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// cost writes genai.cost.eur. The sum over the classes is the whole cost.
func (e *exporter) cost(accounts []*Account) {
	e.sum("genai.cost.eur", "Cost of inference requests at the prices of the price book.", "{EUR}", func(points pmetric.NumberDataPointSlice) {
		for _, a := range accounts {
			for class := range a.charged.All() {
				e.point(points, &a.costSince[class], a.attributes, TokenClass, class.String(), euros(a.costs[class]))
			}
		}
	})
}

func euros(amount money.Amount) func(pmetric.NumberDataPoint, bool) {
	return func(dp pmetric.NumberDataPoint, zero bool) {
		if zero {
			dp.SetDoubleValue(0)
		} else {
			dp.SetDoubleValue(amount.EUR())
		}
	}
}
