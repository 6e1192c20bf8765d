// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"testing"

	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// selfMetric returns the sum of a metric over the points that have the attributes
// (key, value, ...), or the last value of a gauge, or the count of a histogram.
func selfMetric(tb testing.TB, tel *componenttest.Telemetry, name string, attributes ...string) float64 {
	tb.Helper()
	m, err := tel.GetMetric("otelcol_" + name)
	if err != nil {
		return 0 // nothing was recorded
	}
	matches := func(set attribute.Set) bool {
		for i := 0; i < len(attributes); i += 2 {
			if v, _ := set.Value(attribute.Key(attributes[i])); v.String() != attributes[i+1] {
				return false
			}
		}
		return true
	}
	sum := 0.0
	switch data := m.Data.(type) {
	case metricdata.Sum[int64]:
		for _, p := range data.DataPoints {
			if matches(p.Attributes) {
				sum += float64(p.Value)
			}
		}
	case metricdata.Gauge[int64]:
		for _, p := range data.DataPoints {
			if matches(p.Attributes) {
				sum += float64(p.Value)
			}
		}
	case metricdata.Gauge[float64]:
		for _, p := range data.DataPoints {
			sum += p.Value
		}
	case metricdata.Histogram[float64]:
		for _, p := range data.DataPoints {
			sum += float64(p.Count)
		}
	default:
		tb.Fatalf("%s is a %T", name, data)
	}
	return sum
}
