// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"

import (
	"slices"

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

// SpanRef points to the span of a request.
type SpanRef struct {
	TraceID pcommon.TraceID
	SpanID  pcommon.SpanID
	End     pcommon.Timestamp
}

// requestCosts is the distribution of the cost of single requests.
type requestCosts struct {
	count     uint64
	sum       money.Amount
	buckets   [numBuckets]uint64
	exemplars [numBuckets]exemplar
	kept      uint32 // bit per bucket that has an exemplar
	fresh     uint32 // bit per bucket whose exemplar is of this export interval
	since     pcommon.Timestamp
}

type exemplar struct {
	cost money.Amount
	span SpanRef
}

func (h *requestCosts) observe(cost money.Amount, span SpanRef) {
	// Bucket i holds costs up to and including bound i.
	i, _ := slices.BinarySearchFunc(bounds[:], cost, money.Amount.Cmp)
	h.count++
	h.sum = h.sum.Add(cost)
	h.buckets[i]++
	if span.TraceID.IsEmpty() {
		return
	}
	if bit := uint32(1) << i; h.fresh&bit == 0 || h.exemplars[i].cost.Cmp(cost) < 0 {
		h.exemplars[i] = exemplar{cost, span}
		h.kept |= bit
		h.fresh |= bit
	}
}

// requestCost writes genai.cost.request.eur.
func (e *exporter) requestCost(accounts []*Account) {
	if !slices.ContainsFunc(accounts, func(a *Account) bool { return a.perCall.count > 0 }) {
		return
	}
	m := e.metrics.AppendEmpty()
	m.SetName("genai.cost.request.eur")
	m.SetDescription("Cost of single inference requests. Exemplars point to the dearest recent request of each bucket.")
	m.SetUnit("{EUR}")
	h := m.SetEmptyHistogram()
	h.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
	for _, a := range accounts {
		if a.perCall.count > 0 {
			e.requestCostPoints(h.DataPoints(), a)
		}
	}
}

func (e *exporter) requestCostPoints(to pmetric.HistogramDataPointSlice, a *Account) {
	h := &a.perCall
	add := func(at pcommon.Timestamp) pmetric.HistogramDataPoint {
		dp := to.AppendEmpty()
		a.attributes.CopyTo(dp.Attributes())
		dp.SetStartTimestamp(h.since)
		dp.SetTimestamp(at)
		dp.ExplicitBounds().FromRaw(boundsEUR)
		return dp
	}
	if h.since == 0 {
		h.since = e.previous
		zero := add(e.previous)
		zero.SetSum(0)
		zero.BucketCounts().FromRaw(make([]uint64, numBuckets))
	}
	dp := add(e.now)
	dp.SetCount(h.count)
	dp.SetSum(h.sum.EUR())
	dp.BucketCounts().FromRaw(h.buckets[:])
	for i := range h.exemplars {
		if h.kept&(1<<i) != 0 {
			h.exemplars[i].writeTo(dp.Exemplars().AppendEmpty())
		}
	}
	// Exemplars stay until a request of a later interval takes their place: an
	// exporter that is scraped shows only what the latest export has.
	h.fresh = 0
}

func (x *exemplar) writeTo(to pmetric.Exemplar) {
	to.SetTraceID(x.span.TraceID)
	to.SetSpanID(x.span.SpanID)
	to.SetTimestamp(x.span.End)
	to.SetDoubleValue(x.cost.EUR())
}
