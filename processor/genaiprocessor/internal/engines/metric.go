// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import "go.opentelemetry.io/collector/pdata/pmetric"

// engines returns the engines whose data points m holds. Those that name none
// count as unnamed.
func engines(m pmetric.Metric, unnamed mask) mask {
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		return enginesOf(m.Gauge().DataPoints(), nil, unnamed)
	case pmetric.MetricTypeSum:
		return enginesOf(m.Sum().DataPoints(), nil, unnamed)
	case pmetric.MetricTypeHistogram:
		return enginesOf(m.Histogram().DataPoints(), nil, unnamed)
	case pmetric.MetricTypeExponentialHistogram:
		return enginesOf(m.ExponentialHistogram().DataPoints(), nil, unnamed)
	case pmetric.MetricTypeSummary, pmetric.MetricTypeEmpty:
	}
	return 0
}

// engineMask returns the engine of a name. A name that is not an engine's may
// stand for any: the attribute was there before and won.
func engineMask(name string) mask {
	for e, n := range engineNames {
		if n == name {
			return Engine(e).mask()
		}
	}
	return allEngines
}

// canJoin reports whether data points of src can stand in home under the
// target's name. OTLP wants one metric of a name per scope.
func canJoin(home, src pmetric.Metric, t *Target) bool {
	if home == (pmetric.Metric{}) || home.Type() != src.Type() || home.Unit() != t.Unit {
		return false
	}
	switch src.Type() {
	case pmetric.MetricTypeSum:
		return home.Sum().AggregationTemporality() == src.Sum().AggregationTemporality() &&
			home.Sum().IsMonotonic() == src.Sum().IsMonotonic()
	case pmetric.MetricTypeHistogram:
		return home.Histogram().AggregationTemporality() == src.Histogram().AggregationTemporality()
	case pmetric.MetricTypeExponentialHistogram:
		return home.ExponentialHistogram().AggregationTemporality() == src.ExponentialHistogram().AggregationTemporality()
	case pmetric.MetricTypeGauge, pmetric.MetricTypeSummary, pmetric.MetricTypeEmpty:
	}
	return true
}

// emptyLike makes dst a metric of the kind of src, without data points.
func emptyLike(src, dst pmetric.Metric) {
	src.Metadata().CopyTo(dst.Metadata())
	switch src.Type() {
	case pmetric.MetricTypeGauge:
		dst.SetEmptyGauge()
	case pmetric.MetricTypeSum:
		dst.SetEmptySum().SetAggregationTemporality(src.Sum().AggregationTemporality())
		dst.Sum().SetIsMonotonic(src.Sum().IsMonotonic())
	case pmetric.MetricTypeHistogram:
		dst.SetEmptyHistogram().SetAggregationTemporality(src.Histogram().AggregationTemporality())
	case pmetric.MetricTypeExponentialHistogram:
		dst.SetEmptyExponentialHistogram().SetAggregationTemporality(src.ExponentialHistogram().AggregationTemporality())
	case pmetric.MetricTypeSummary, pmetric.MetricTypeEmpty:
	}
}

// pointCount returns the number of data points of the types that are mapped.
func pointCount(m pmetric.Metric) int {
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		return m.Gauge().DataPoints().Len()
	case pmetric.MetricTypeSum:
		return m.Sum().DataPoints().Len()
	case pmetric.MetricTypeHistogram:
		return m.Histogram().DataPoints().Len()
	case pmetric.MetricTypeExponentialHistogram:
		return m.ExponentialHistogram().DataPoints().Len()
	case pmetric.MetricTypeSummary, pmetric.MetricTypeEmpty:
	}
	return 0
}
