// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// metricsOf returns all metrics of a name.
func metricsOf(md pmetric.Metrics, name string) []pmetric.Metric {
	var found []pmetric.Metric
	for _, rm := range md.ResourceMetrics().All() {
		for _, sm := range rm.ScopeMetrics().All() {
			for _, m := range sm.Metrics().All() {
				if m.Name() == name {
					found = append(found, m)
				}
			}
		}
	}
	return found
}

// pointsOf returns the points of a sum, without the zero points that begin a
// series.
func pointsOf(md pmetric.Metrics, name string) []pmetric.NumberDataPoint {
	var points []pmetric.NumberDataPoint
	for _, m := range metricsOf(md, name) {
		for _, dp := range m.Sum().DataPoints().All() {
			if dp.Timestamp() != dp.StartTimestamp() {
				points = append(points, dp)
			}
		}
	}
	return points
}

// histogramOf returns the points of genai.cost.request.eur.
func histogramOf(md pmetric.Metrics) []pmetric.HistogramDataPoint {
	var points []pmetric.HistogramDataPoint
	for _, m := range metricsOf(md, "genai.cost.request.eur") {
		for _, dp := range m.Histogram().DataPoints().All() {
			points = append(points, dp)
		}
	}
	return points
}

// exactly requires the same float64, without any tolerance.
func exactly(tb testing.TB, want, got float64) {
	tb.Helper()
	require.Equal(tb, math.Float64bits(want), math.Float64bits(got), "want %v, got %v", want, got)
}

func label(dp pmetric.NumberDataPoint, key string) string {
	v, ok := dp.Attributes().Get(key)
	if !ok {
		return ""
	}
	return v.AsString()
}

func number(dp pmetric.NumberDataPoint) float64 {
	if dp.ValueType() == pmetric.NumberDataPointValueTypeInt {
		return float64(dp.IntValue())
	}
	return dp.DoubleValue()
}

// valueOf returns the only point that has the attribute.
func valueOf(tb testing.TB, md pmetric.Metrics, name, key, value string) float64 {
	tb.Helper()
	var found []float64
	for _, dp := range pointsOf(md, name) {
		if label(dp, key) == value {
			found = append(found, number(dp))
		}
	}
	require.Len(tb, found, 1, "%s{%s=%q}", name, key, value)
	return found[0]
}
