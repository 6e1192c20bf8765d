// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// budgetLimit is a budget of the book as it is exported. What was spent of it is
// for a query over the counters to say, which sees all collectors and the time
// before they were started.
type budgetLimit struct {
	limit      float64
	attributes pcommon.Map
}

func budgetLimits(book *pricebook.Book, common pcommon.Map) []budgetLimit {
	var limits []budgetLimit
	for _, b := range book.Budgets {
		attributes := pcommon.NewMap()
		common.CopyTo(attributes)
		for _, name := range b.Names() {
			attributes.PutStr(name, b.Match[name])
		}
		attributes.PutStr("period", b.Period)
		limits = append(limits, budgetLimit{b.Limit.EUR(), attributes})
	}
	return limits
}

// writeBudgetLimits appends the gauge, if there are any.
func writeBudgetLimits(md pmetric.Metrics, limits []budgetLimit, currency string, now pcommon.Timestamp) {
	if len(limits) == 0 {
		return
	}
	m := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	m.SetName("genai.budget.limit." + strings.ToLower(currency))
	m.SetDescription("What may be spent in a period on what the other labels match.")
	m.SetUnit("{" + currency + "}")
	points := m.SetEmptyGauge().DataPoints()
	for _, b := range limits {
		dp := points.AppendEmpty()
		b.attributes.CopyTo(dp.Attributes())
		dp.SetTimestamp(now)
		dp.SetDoubleValue(b.limit)
	}
}
