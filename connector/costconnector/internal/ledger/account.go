// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// Account holds the totals of one label set.
type Account struct {
	attributes pcommon.Map

	charged pricebook.ClassSet
	costs   [pricebook.NumClasses]money.Amount
	counts  [pricebook.NumClasses]uint64
	results [numOutcomes]uint64
	perCall requestCosts

	// Start times of the exported series, 0 before the first export.
	costSince, countSince [pricebook.NumClasses]pcommon.Timestamp
	resultSince           [numOutcomes]pcommon.Timestamp
}

// Charge adds units of a class and their cost.
func (a *Account) Charge(class pricebook.Class, units uint64, cost money.Amount) {
	a.charged = a.charged.With(class)
	a.counts[class] += units
	a.costs[class] = a.costs[class].Add(cost)
}

// Count adds a request.
func (a *Account) Count(outcome Outcome) { a.results[outcome]++ }

// Observe adds the cost of one request to the distribution. The span becomes
// the exemplar of its bucket if no dearer one was seen since the last export,
// and stays it until a later interval has one.
func (a *Account) Observe(cost money.Amount, span SpanRef) { a.perCall.observe(cost, span) }

// Cost returns the exact cost of a class so far, and whether any of its units
// were charged.
func (a *Account) Cost(class pricebook.Class) (cost money.Amount, charged bool) {
	return a.costs[class], a.charged.Has(class)
}
