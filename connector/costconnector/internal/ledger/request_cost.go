// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"sort"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
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
	i := boundBySize[cost.Len()]
	return int(i) + int(cost.Exceeds(bounds[i])) //nolint:gosec // 0 or 1
}

// boundBySize is the only bound that tells costs of so many bits apart: each is at
// least twice the one before, so no two are of the same size. The last one stands
// for all larger sizes.
var boundBySize = boundsBySize()

func boundsBySize() (bySize [money.MaxLen + 1]uint8) {
	for size := range bySize {
		first := sort.Search(numBounds, func(i int) bool { return bounds[i].Len() >= size })
		bySize[size] = uint8(min(first, numBounds-1)) //nolint:gosec // there are 22
	}
	return bySize
}

// SpanRef points to the span of a request.
type SpanRef struct {
	TraceID pcommon.TraceID
	SpanID  pcommon.SpanID
	End     pcommon.Timestamp
}

// requestCosts counts requests by the bucket of their cost.
type requestCosts [numBuckets]struct {
	count tally
	// dearest is what the exemplar cost. It is here for being read with the count.
	dearest money.Amount
}

// since returns how many requests were added to base, bucket by bucket, each rounded,
// and their sum.
func (h *requestCosts) since(base *requestCosts) (buckets [numBuckets]uint64, count uint64) {
	for i := range h {
		buckets[i] = uint64(max(h[i].count.since(base[i].count), 0))
		count += buckets[i]
	}
	return buckets, count
}

// exemplars are the dearest recent request of each bucket.
type exemplars struct {
	kept  uint32 // bit per bucket that has an exemplar
	fresh uint32 // bit per bucket whose exemplar is of this export interval
	spans *[numBuckets]SpanRef
}

func (x *exemplars) isFresh(bucket int) bool { return x.fresh&(1<<bucket) != 0 }

func (x *exemplars) set(bucket int, span SpanRef) {
	if x.spans == nil {
		x.spans = new([numBuckets]SpanRef)
	}
	x.spans[bucket] = span
	x.kept |= 1 << bucket
	x.fresh |= 1 << bucket
}

func (a *Account) writeExemplars(to pmetric.ExemplarSlice, onlyFresh bool) {
	which := a.exemplars.kept
	if onlyFresh {
		which = a.exemplars.fresh
	}
	for i := range a.perCall {
		if which&(1<<i) != 0 {
			span, e := a.exemplars.spans[i], to.AppendEmpty()
			e.SetTraceID(span.TraceID)
			e.SetSpanID(span.SpanID)
			e.SetTimestamp(span.End)
			e.SetDoubleValue(a.perCall[i].dearest.EUR())
		}
	}
}

// requestCost writes genai.cost.request.eur.
func (e *exporter) requestCost(accounts []*Account) {
	points := pmetric.NewHistogramDataPointSlice()
	for _, a := range accounts {
		e.requestCostPoints(points, a)
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
	buckets, count := a.perCall.since(&a.before().perCall)
	if count == 0 {
		return
	}
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
	dp := add(start, e.now)
	dp.SetSum(a.Total().Sub(a.before().Total()).EUR())
	dp.SetCount(count)
	dp.BucketCounts().FromRaw(buckets[:])
	a.writeExemplars(dp.Exemplars(), e.delta)
}
