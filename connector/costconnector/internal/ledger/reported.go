// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
)

// reported is what spans said of their own cost in one currency.
type reported struct {
	currency        string
	sum, sent, base money.Amount
	since           pcommon.Timestamp
}

// maxCurrencies of an account. What is reported in others goes to noCurrency.
const (
	maxCurrencies = 8
	noCurrency    = "XXX" // ISO 4217: no currency
)

// Report adds a cost that a span reports itself. It is no part of any other
// total.
func (a *Account) Report(cost money.Amount, currency string, w sampling.Weight) {
	if w != sampling.One {
		cost = cost.MulFixed(uint64(w))
	}
	r := a.reportedIn(currency)
	r.sum = r.sum.Add(cost)
}

func (a *Account) reportedIn(currency string) *reported {
	for _, r := range a.reported {
		if r.currency == currency {
			return r
		}
	}
	if len(a.reported) >= maxCurrencies && currency != noCurrency {
		return a.reportedIn(noCurrency)
	}
	r := &reported{currency: strings.Clone(currency)}
	a.reported = append(a.reported, r)
	return r
}

// Reported returns the exact sum of what was reported in a currency.
func (a *Account) Reported(currency string) money.Amount {
	for _, r := range a.reported {
		if r.currency == currency {
			return r.sum
		}
	}
	return money.Amount{}
}

// reported writes genai.cost.reported.
func (e *exporter) reported(accounts []*Account) {
	e.sum("genai.cost.reported", "Cost that spans report themselves, in the currency that they report. No part of genai.cost.*.", "{currency}", func(points pmetric.NumberDataPointSlice) {
		for _, a := range accounts {
			for _, r := range a.reported {
				added := r.sum
				if e.delta {
					if added = r.sum.Sub(r.base); added.IsZero() {
						continue
					}
				}
				e.point(points, &r.since, a.attributes, Currency, r.currency, func(dp pmetric.NumberDataPoint, zero bool) {
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
