// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package usage

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// Reported is the cost of a request as the span says it, by the provider or by a
// price list of the instrumentation.
type Reported struct {
	Cost money.Amount
	// Currency is an ISO 4217 code. Attributes that name none are in USD.
	Currency string
	// OK is true if a cost was reported.
	OK bool
}

const defaultReportedCurrency = "USD"

// CurrencyOf returns the currency of the reported cost.
func (r *Reported) CurrencyOf() string {
	if r.Currency == "" {
		return defaultReportedCurrency
	}
	return r.Currency
}

const costFields = fieldSet(1<<fieldCost | 1<<fieldCostAmount | 1<<fieldCostTotal | 1<<fieldCostCurrency)

func (r *Request) readCost() {
	r.Reported.Currency, r.Reported.OK = "", false
	if r.set&costFields == 0 {
		return
	}
	if r.set.has(fieldCostCurrency) {
		code := r.values[fieldCostCurrency].Str()
		if len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
			r.Reported.Currency = code
		} else {
			r.Anomalies |= InvalidCost
		}
	}
	// Of several amounts the conventions' one is taken, then gen_ai.usage.cost.
	for _, f := range [...]Field{fieldCostTotal, fieldCost, fieldCostAmount} {
		if !r.set.has(f) {
			continue
		}
		if cost, ok := amountOf(r.values[f]); ok {
			r.Reported.Cost, r.Reported.OK = cost, true
		} else {
			r.Anomalies |= InvalidCost
		}
	}
}

// amountOf reads a number or a decimal string as the decimal that it is written
// as: 0.0035 is 35e-4, not the binary fraction next to it.
func amountOf(value pcommon.Value) (money.Amount, bool) {
	switch value.Type() {
	case pcommon.ValueTypeDouble:
		var text [32]byte
		return money.ParseAmount(strconv.AppendFloat(text[:0], value.Double(), 'e', -1, 64))
	case pcommon.ValueTypeInt:
		var text [32]byte
		return money.ParseAmount(strconv.AppendInt(text[:0], value.Int(), 10))
	case pcommon.ValueTypeStr:
		if s := value.Str(); len(s) <= 32 {
			return money.ParseAmount([]byte(s))
		}
	}
	return money.Amount{}, false
}
