// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"sort"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
)

// bounds of the buckets in atto-EUR: 1, 2, 5 per decade from 1e-6 to 10 EUR.
// They all fit a money.Rate, so requests are sorted into buckets exactly.
var bounds, boundsEUR = requestCostBounds()

const (
	numBounds  = 22
	numBuckets = numBounds + 1
)

func requestCostBounds() ([numBounds]money.Amount, []float64) {
	var exact [numBounds]money.Amount
	decade, i := uint64(1e12), 0
	for i < numBounds {
		for _, step := range []uint64{1, 2, 5} {
			if i < numBounds {
				exact[i] = money.Rate(1).Times(step * decade)
				i++
			}
		}
		decade *= 10
	}
	eur := make([]float64, 0, numBounds)
	for _, bound := range exact {
		eur = append(eur, bound.EUR())
	}
	return exact, eur
}

// bucketOf returns the bucket of a cost: bucket i holds costs up to and including
// bound i.
func bucketOf(cost money.Amount) int {
	i := firstBucket[min(cost.Len(), len(firstBucket)-1)]
	for i < numBounds && bounds[i].Cmp(cost) < 0 {
		i++
	}
	return i
}

// firstBucket is the lowest bucket that a cost of so many bits can be in, so that
// only the bounds of the same size are looked at.
var firstBucket = firstBuckets()

func firstBuckets() (first [66]int) {
	for size := range first {
		first[size] = sort.Search(numBounds, func(i int) bool { return bounds[i].Len() >= size })
	}
	return first
}

// SpanRef points to the span of a request.
type SpanRef struct {
	TraceID pcommon.TraceID
	SpanID  pcommon.SpanID
	End     pcommon.Timestamp
}

// requestCosts is the distribution of the cost of single requests.
type requestCosts struct {
	count   tally
	sum     money.Amount
	buckets [numBuckets]tally
}

// observe returns the bucket of the request.
func (h *requestCosts) observe(cost, charged money.Amount, w sampling.Weight) int {
	i := bucketOf(cost)
	h.count.add(1, w)
	h.sum = h.sum.Add(charged)
	h.buckets[i].add(1, w)
	return i
}

// exemplars are the dearest recent request of each bucket.
type exemplars struct {
	kept  uint32 // bit per bucket that has an exemplar
	fresh uint32 // bit per bucket whose exemplar is of this export interval
	all   [numBuckets]exemplar
}

type exemplar struct {
	cost money.Amount
	span SpanRef
}

func (x *exemplars) observe(bucket int, cost money.Amount, span SpanRef) {
	if span.TraceID.IsEmpty() {
		return
	}
	if bit := uint32(1) << bucket; x.fresh&bit == 0 || x.all[bucket].cost.Cmp(cost) < 0 {
		x.all[bucket] = exemplar{cost, span}
		x.kept |= bit
		x.fresh |= bit
	}
}

func (x *exemplars) writeTo(to pmetric.ExemplarSlice, onlyFresh bool) {
	which := x.kept
	if onlyFresh {
		which = x.fresh
	}
	for i := range x.all {
		if which&(1<<i) != 0 {
			x.all[i].writeTo(to.AppendEmpty())
		}
	}
}

func (x *exemplar) writeTo(to pmetric.Exemplar) {
	to.SetTraceID(x.span.TraceID)
	to.SetSpanID(x.span.SpanID)
	to.SetTimestamp(x.span.End)
	to.SetDoubleValue(x.cost.EUR())
}

// requestCost writes genai.cost.request.eur.
func (e *exporter) requestCost(accounts []*Account) {
	points := pmetric.NewHistogramDataPointSlice()
	for _, a := range accounts {
		if a.perCall.count.since(a.before().perCall.count) > 0 {
			e.requestCostPoints(points, a)
		}
	}
	if points.Len() == 0 {
		return
	}
	m := e.metrics.AppendEmpty()
	name, unit := e.inCurrency("genai.cost.request")
	m.SetName(name)
	m.SetDescription("Cost of single inference requests. Exemplars point to the dearest recent request of each bucket.")
	m.SetUnit(unit)
	h := m.SetEmptyHistogram()
	h.SetAggregationTemporality(e.temporality())
	points.MoveAndAppendTo(h.DataPoints())
}

func (e *exporter) requestCostPoints(to pmetric.HistogramDataPointSlice, a *Account) {
	add := func(start, at pcommon.Timestamp) pmetric.HistogramDataPoint {
		dp := to.AppendEmpty()
		a.attributes.CopyTo(dp.Attributes())
		dp.SetStartTimestamp(start)
		dp.SetTimestamp(at)
		dp.ExplicitBounds().FromRaw(boundsEUR)
		return dp
	}
	start := e.previous
	if !e.delta {
		if a.perCallSince == 0 {
			a.perCallSince = e.previous
			zero := add(e.previous, e.previous)
			zero.SetSum(0)
			zero.BucketCounts().FromRaw(make([]uint64, numBuckets))
		}
		start = a.perCallSince
	}
	before := &a.before().perCall
	dp := add(start, e.now)
	dp.SetSum(a.perCall.sum.Sub(before.sum).EUR())
	// Each bucket is rounded, and the count must be their sum.
	var count uint64
	for i := range a.perCall.buckets {
		n := uint64(max(a.perCall.buckets[i].since(before.buckets[i]), 0))
		dp.BucketCounts().Append(n)
		count += n
	}
	dp.SetCount(count)
	a.exemplars.writeTo(dp.Exemplars(), e.delta)
}
