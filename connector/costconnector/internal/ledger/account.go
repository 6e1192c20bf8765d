// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
)

// Account holds the totals of one label set. What every request changes comes
// first and close together: with many accounts, each cache line costs.
type Account struct {
	// changed is the interval of the last change.
	changed uint64
	totals

	// exemplars of totals.perCall.
	exemplars exemplars

	key        string
	attributes pcommon.Map
	// changedAt is the time at which the last change was exported.
	changedAt pcommon.Timestamp

	// For deltas: the totals of the last accepted export, and of the one that was
	// made in the interval sentIn.
	base, sent *totals
	sentIn     uint64

	// Start times of the cumulative series, 0 before the first export.
	costSince, countSince    [pricebook.NumClasses]pcommon.Timestamp
	resultSince              [numOutcomes]pcommon.Timestamp
	billedSince, usefulSince [numDirections]pcommon.Timestamp
	perCallSince             pcommon.Timestamp

	reported []*reported
}

// totals only grow.
type totals struct {
	charged pricebook.ClassSet
	used    bool // there were requests with usage
	perCall requestCosts
	results [numOutcomes]tally
	// billed and useful tokens by direction
	billed, useful [numDirections]tally
	lines          [pricebook.NumClasses]line
}

// line is what was charged of a class.
type line struct {
	cost  money.Amount
	count tally
}

// Charge adds units of a class and their cost, as often as the weight says, and
// returns the cost that was added.
func (a *Account) Charge(class pricebook.Class, units uint64, cost money.Amount, w sampling.Weight) money.Amount {
	if w != sampling.One {
		cost = cost.MulFixed(uint64(w))
	}
	a.charged = a.charged.With(class)
	l := &a.lines[class]
	l.count.add(units, w)
	l.cost = l.cost.Add(cost)
	return cost
}

// Count adds a request.
func (a *Account) Count(outcome Outcome, w sampling.Weight) { a.results[outcome].add(1, w) }

// Observe adds a request to the distribution: its cost, which is that of one
// request, and charged, which is what Charge returned for it. The span becomes
// the exemplar of its bucket if no dearer one was seen since the last export,
// and stays it until a later interval has one.
func (a *Account) Observe(cost, charged money.Amount, w sampling.Weight, span SpanRef) {
	bucket := a.perCall.observe(cost, charged, w)
	a.exemplars.observe(bucket, cost, span)
}

// Cost returns the exact cost of a class so far, and whether any of its units
// were charged.
func (a *Account) Cost(class pricebook.Class) (cost money.Amount, charged bool) {
	return a.lines[class].cost, a.charged.Has(class)
}

// before returns the totals of the last accepted export of a delta.
func (a *Account) before() *totals {
	if a.base != nil {
		return a.base
	}
	return &noTotals
}

var noTotals totals

// Total returns the exact cost of all requests so far.
func (a *Account) Total() money.Amount { return a.perCall.sum }
