// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

func newTestLedger() *Ledger {
	return New(Settings{Dimensions: []string{"tenant"}, Limit: 10, UnpricedLimit: 10, Common: pcommon.NewMap()}, 1000)
}

func TestLabelsThatRunTogetherAreApart(t *testing.T) {
	l := newTestLedger()
	a, _ := l.Account(&Labels{Service: "ab", Provider: "c", Dimensions: []string{""}})
	b, _ := l.Account(&Labels{Service: "a", Provider: "bc", Dimensions: []string{""}})
	c, _ := l.Account(&Labels{Service: "ab", Provider: "c", Dimensions: []string{""}})
	require.NotSame(t, a, b)
	require.Same(t, a, c)
}

func TestTooLongValuesOverflow(t *testing.T) {
	l := newTestLedger()
	for value, want := range map[string]bool{strings.Repeat("x", maxValueLength): false, strings.Repeat("x", maxValueLength+1): true} {
		_, overflow := l.Account(&Labels{Service: "s", Dimensions: []string{value}})
		require.Equal(t, want, overflow)
		_, overflow = l.Account(&Labels{Service: value, Dimensions: []string{"t"}})
		require.Equal(t, want, overflow)
	}
	var counts usage.Counts
	counts.N[pricebook.Input] = 1
	input := pricebook.ClassSet(0).With(pricebook.Input)
	long := l.Unpriced(UnpricedLabels{Service: "s", Model: strings.Repeat("x", maxValueLength+1), Reason: pricebook.UnknownModel})
	long.Add(counts, input)
	require.Same(t, long, l.Unpriced(UnpricedLabels{Service: "t", Model: strings.Repeat("y", 1<<20), Reason: pricebook.UnknownModel}))
	require.NotSame(t, long, l.Unpriced(UnpricedLabels{Model: strings.Repeat("y", 1<<20), Reason: pricebook.UnknownProvider}), "reasons stay apart")
}

func TestBucketsIncludeTheirUpperBound(t *testing.T) {
	require.True(t, slices.IsSortedFunc(bounds[:], money.Amount.Cmp))
	require.Len(t, boundsEUR, numBounds)
	require.Equal(t, 1e-6, boundsEUR[0])
	require.Equal(t, 10.0, boundsEUR[numBounds-1])
	one := money.Rate(1).Times(1)
	var h requestCosts
	h.observe(bounds[3], SpanRef{})
	h.observe(bounds[3].Add(one), SpanRef{})
	h.observe(bounds[numBounds-1].Add(one), SpanRef{})
	require.Equal(t, uint64(1), h.buckets[3])
	require.Equal(t, uint64(1), h.buckets[4])
	require.Equal(t, uint64(1), h.buckets[numBounds])
	require.Zero(t, h.kept, "a span without a trace id is no exemplar")
}

// A clock that is set back must not make points that go back in time.
func TestTimeNeverGoesBack(t *testing.T) {
	l := newTestLedger()
	account, _ := l.Account(&Labels{Service: "s", Dimensions: []string{"t"}})
	account.Count(Priced)
	var last pcommon.Timestamp
	for _, now := range []pcommon.Timestamp{2000, 1500, 1500, 3000} {
		md := pmetric.NewMetrics()
		l.Export(md, now)
		points := md.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().At(0).Sum().DataPoints()
		dp := points.At(points.Len() - 1)
		require.Greater(t, dp.Timestamp(), last)
		require.Equal(t, pcommon.Timestamp(1000), dp.StartTimestamp())
		last = dp.Timestamp()
	}
}
