// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"maps"
	"slices"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// Budget is what may be spent in a period on what its labels match.
type Budget struct {
	// Match are labels of the cost metrics, such as tenant, by name.
	Match map[string]string
	// Limit is in the currency of the book.
	Limit money.Amount
	// Period is day or month, of the calendar in UTC.
	Period string
}

func (r *reader) budget(at place) Budget {
	b := Budget{Match: map[string]string{}}
	r.mapping(at, fields{
		"match": func(at place) {
			r.entries(at, func(name string, at place) {
				var value string
				r.text(&value)(at)
				b.Match[name] = value
			})
		},
		"limit": func(at place) {
			var limit money.Decimal
			r.decimal(&limit)(at)
			amount, err := money.NewAmount(limit)
			if err != nil {
				r.fault(at, "%v", err)
			}
			b.Limit = amount
		},
		"period": r.oneOf(&b.Period, "day", "month"),
	}, "match", "limit", "period")
	return b
}

// Names returns the names of the labels in order.
func (b *Budget) Names() []string { return slices.Sorted(maps.Keys(b.Match)) }
