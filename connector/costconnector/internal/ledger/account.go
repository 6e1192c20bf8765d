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
	// exemplars by bucket of totals.perCall.
	exemplars exemplars
	totals

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
	results [numOutcomes]tally
	// billed and useful tokens by direction
	billed, useful tokens
	lines          [pricebook.NumClasses]line
	// perCall counts requests by what they cost, all of which is in lines.
	perCall requestCosts
}

// Total returns the exact cost of all requests.
func (t *totals) Total() (sum money.Amount) {
	for i := range t.lines {
		sum = sum.Add(t.lines[i].cost)
	}
	return sum
}

// line is what was charged of a class.
type line struct {
	cost  money.Amount
	count tally
}

// Charge adds units of a class and their cost, as often as the weight says. The
// request must be observed, too.
func (a *Account) Charge(class pricebook.Class, units uint64, cost money.Amount, w sampling.Weight) {
	a.charged = a.charged.With(class)
	l := &a.lines[class]
	if w != sampling.One {
		l.count.add(units, w)
		l.cost = l.cost.Add(cost.MulFixed(uint64(w)))
		return
	}
	l.count.addWhole(units)
	l.cost = l.cost.Add(cost)
}

// Count adds a request.
func (a *Account) Count(outcome Outcome, w sampling.Weight) { a.results[outcome].add(1, w) }

// Observe adds a request that was charged to the distribution, by the cost of one
// such request. It reports whether it is the dearest one of its bucket since the
// last export.
func (a *Account) Observe(cost money.Amount, w sampling.Weight) (dearest bool) {
	i := bucketOf(cost)
	bucket := &a.perCall[i]
	bucket.count.add(1, w)
	return !a.exemplars.isFresh(i) || bucket.dearest.Cmp(cost) < 0
}

// Exemplify makes the span of a request the exemplar of its bucket, until a later
// interval has another. A span without a trace id is none.
func (a *Account) Exemplify(cost money.Amount, span SpanRef) {
	if !span.TraceID.IsEmpty() {
		bucket := bucketOf(cost)
		a.perCall[bucket].dearest = cost
		a.exemplars.set(bucket, span)
	}
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
