// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import "go.opentelemetry.io/collector/pdata/pmetric"

// cost writes genai.cost.eur. The sum over the classes is the whole cost.
func (e *exporter) cost(accounts []*Account) {
	name, unit := e.inCurrency("genai.cost")
	e.sum(name, "Cost of inference requests at the prices of the price book.", unit, func(points pmetric.NumberDataPointSlice) {
		for _, a := range accounts {
			for class := range a.charged.All() {
				added := a.lines[class].cost.Sub(a.before().lines[class].cost)
				if e.delta && added.IsZero() {
					continue
				}
				e.point(points, &a.costSince[class], a.attributes, TokenClass, class.String(), func(dp pmetric.NumberDataPoint, zero bool) {
					if zero {
						dp.SetDoubleValue(0)
					} else {
						dp.SetDoubleValue(added.EUR())
					}
				})
			}
		}
	})
}
