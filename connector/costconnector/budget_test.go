// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

func TestBudgetLimits(t *testing.T) {
	book, err := pricebook.Parse([]byte(`
version: 1
id: b
currency: EUR
providers: []
budgets:
  - {match: {tenant: team-a}, limit: "1500.50", period: month}
  - {match: {tenant: team-a, model: gpt-4o}, limit: "20", period: day}
`))
	require.NoError(t, err)
	md := pmetric.NewMetrics()
	writeBudgetLimits(md, budgetLimits(book, pcommon.NewMap()), "EUR", 1)
	exactly(t, 1500.5, gaugeOf(t, md, "genai.budget.limit.eur", map[string]string{"tenant": "team-a", "model": "", "period": "month"}))
	exactly(t, 20, gaugeOf(t, md, "genai.budget.limit.eur", map[string]string{"tenant": "team-a", "model": "gpt-4o", "period": "day"}))
	require.Equal(t, "{EUR}", metricsOf(md, "genai.budget.limit.eur")[0].Unit())

	none := pmetric.NewMetrics()
	writeBudgetLimits(none, nil, "EUR", 1)
	require.Zero(t, none.ResourceMetrics().Len())
}
