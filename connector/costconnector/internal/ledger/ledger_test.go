// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
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
	long.Add(&counts, input, sampling.One)
	require.Same(t, long, l.Unpriced(UnpricedLabels{Service: "t", Model: strings.Repeat("y", 1<<20), Reason: pricebook.UnknownModel}))
	require.NotSame(t, long, l.Unpriced(UnpricedLabels{Model: strings.Repeat("y", 1<<20), Reason: pricebook.UnknownProvider}), "reasons stay apart")
}

func TestCurrenciesAreBounded(t *testing.T) {
	one := money.Rate(1).Times(1)
	var account Account
	for i := range 2 * maxCurrencies {
		currency := "A" + string(rune('A'+i)) + "A"
		account.Report(one, currency, sampling.One)
		account.Report(one, currency, sampling.One)
	}
	require.Equal(t, one.Add(one), account.Reported("AAA"))
	require.Zero(t, account.Reported("AIA"))
	require.Equal(t, one.MulFixed(16*uint64(sampling.One)), account.Reported(noCurrency), "nothing is lost")
	require.Len(t, account.reported, maxCurrencies+1)
}

func TestBucketsIncludeTheirUpperBound(t *testing.T) {
	require.True(t, slices.IsSortedFunc(bounds[:], money.Amount.Cmp))
	require.Len(t, boundsEUR, numBounds)
	require.Equal(t, []float64{1e-6, 2e-6, 5e-6, 1e-5}, boundsEUR[:4])
	require.Equal(t, []float64{5, 10}, boundsEUR[numBounds-2:])
	one := money.Rate(1).Times(1)
	var account Account
	for bucket, cost := range map[int]money.Amount{3: bounds[3], 4: bounds[3].Add(one), numBounds: bounds[numBounds-1].Add(one)} {
		require.True(t, account.Observe(cost, sampling.One))
		require.Equal(t, int64(1), account.perCall[bucket].count.value())
	}
	account.Exemplify(bounds[3], SpanRef{})
	require.Zero(t, account.exemplars.kept, "a span without a trace id is no exemplar")
	account.Exemplify(bounds[3], SpanRef{TraceID: pcommon.TraceID{1}})
	require.False(t, account.Observe(bounds[3], sampling.One), "there is one as dear")
	require.True(t, account.Observe(bounds[4], sampling.One), "of another bucket")
}

// A clock that is set back must not make points that go back in time.
func TestTimeNeverGoesBack(t *testing.T) {
	l := newTestLedger()
	account, _ := l.Account(&Labels{Service: "s", Dimensions: []string{"t"}})
	account.Count(Priced, sampling.One)
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

// A series is dropped when it is idle, but never before its last change was
// accepted.
func TestExpiration(t *testing.T) {
	l := New(Settings{Limit: 10, UnpricedLimit: 10, Common: pcommon.NewMap(), Expiration: time.Minute}, 1)
	use := func(service string) {
		account, _ := l.Account(&Labels{Service: service})
		account.Count(Priced, sampling.One)
		var counts usage.Counts
		counts.N[pricebook.Input] = 1
		l.Unpriced(UnpricedLabels{Service: service, Reason: pricebook.UnknownModel}).Add(&counts, pricebook.ClassSet(0).With(pricebook.Input), sampling.One)
	}
	// export returns the services of an export at the given second.
	export := func(second int, accept bool) (services []string) {
		md := pmetric.NewMetrics()
		l.Export(md, pcommon.Timestamp(time.Duration(second)*time.Second))
		for _, rm := range md.ResourceMetrics().All() {
			name, _ := rm.Resource().Attributes().Get(ServiceName)
			services = append(services, name.Str())
		}
		if accept {
			l.Accepted()
		}
		return services
	}
	use("a")
	use("b")
	require.Equal(t, []string{"a", "b"}, export(10, true))
	require.Equal(t, []string{"a", "b"}, export(69, true))
	use("a")
	use("b")
	require.Equal(t, []string{"a", "b"}, export(70, false))
	require.Equal(t, []string{"a", "b"}, export(200, false), "not accepted yet")
	require.Equal(t, []string{"a", "b"}, export(210, true), "accepted, and idle")
	require.Empty(t, export(220, true))
	require.Zero(t, l.Size())
	require.Empty(t, l.services)
	require.NotContains(t, l.byName, "a")
	use("a")
	require.Equal(t, []string{"a"}, export(230, true), "begins anew")

	full := New(Settings{Limit: 1, UnpricedLimit: 1, Common: pcommon.NewMap(), Expiration: time.Minute}, 1)
	l = full
	use("a")
	use("b")
	require.Equal(t, []string{"a", ""}, export(10, true))
	require.Equal(t, []string{"a", ""}, export(70, true))
	require.Equal(t, []string{""}, export(80, true), "the overflow stays, since it holds many")
	use("c")
	require.Equal(t, []string{"", "c"}, export(90, true), "there is room again")
}

func TestTally(t *testing.T) {
	third := sampling.One * 10 / 3
	var tl tally
	for range 3 {
		tl.add(1, third)
	}
	require.Equal(t, int64(10), tl.value())
	tl.add(5, sampling.One)
	require.Equal(t, int64(5), tl.since(tally{whole: 10}))
	tl.add(1<<40, sampling.MaxWeight)
	require.Equal(t, int64(math.MaxInt64), tl.value(), "2^64 does not fit")
	tl.add(1, sampling.One)
	require.Equal(t, int64(math.MaxInt64), tl.value())
}
