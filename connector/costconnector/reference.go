// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// referencePrice is a model whose price is exported whether or not it is used,
// so that queries can multiply other token counters with it.
type referencePrice struct {
	plan       *pricebook.Plan
	attributes pcommon.Map
}

func referencePrices(book *pricebook.Book, common pcommon.Map) []referencePrice {
	var prices []referencePrice
	for _, model := range book.Models() {
		attributes := pcommon.NewMap()
		common.CopyTo(attributes)
		attributes.PutStr(ledger.ProviderName, model.Provider)
		attributes.PutStr(ledger.Model, model.ID)
		prices = append(prices, referencePrice{model.Plan, attributes})
	}
	return prices
}

// writeReferencePrices appends the gauges, if there are any.
func writeReferencePrices(md pmetric.Metrics, prices []referencePrice, currency string, now pcommon.Timestamp) {
	if len(prices) == 0 {
		return
	}
	sm := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty()
	write := func(name, description string, class pricebook.Class) {
		m := sm.Metrics().AppendEmpty()
		m.SetName(name + "_" + strings.ToLower(currency))
		m.SetDescription(description)
		m.SetUnit("{" + currency + "}/{token}")
		writeReferencePoints(m.SetEmptyGauge().DataPoints(), class, prices, now)
	}
	write("cost_per_prompt_token", "Price of an uncached input token.", pricebook.Input)
	write("cost_per_generation_token", "Price of an output token.", pricebook.Output)
}

func writeReferencePoints(points pmetric.NumberDataPointSlice, class pricebook.Class, prices []referencePrice, now pcommon.Timestamp) {
	for _, price := range prices {
		table, reason := price.plan.At(now.AsTime().UnixNano(), 0)
		if reason != pricebook.Priced || !table.Has().Has(class) {
			continue
		}
		dp := points.AppendEmpty()
		price.attributes.CopyTo(dp.Attributes())
		dp.SetTimestamp(now)
		dp.SetDoubleValue(table.Rate(class).Times(1).EUR())
	}
}
