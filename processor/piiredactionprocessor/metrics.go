// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"context"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
)

func (p *redaction) processMetrics(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	p.run(ctx, signalMetrics, func(pass *redact.Pass) {
		md.ResourceMetrics().RemoveIf(func(rm pmetric.ResourceMetrics) bool {
			resource := rm.Resource().Attributes()
			if p.resource(pass, resource) {
				return true
			}
			rm.ScopeMetrics().RemoveIf(func(sm pmetric.ScopeMetrics) bool {
				if p.scope(pass, sm.Scope(), resource) {
					return true
				}
				sm.Metrics().RemoveIf(func(m pmetric.Metric) bool { return p.metric(pass, m, resource) })
				return false
			})
			return false
		})
	})
	return md, nil
}

// metric reports whether no data point of the metric is left.
func (p *redaction) metric(pass *redact.Pass, m pmetric.Metric, resource pcommon.Map) (empty bool) {
	point := func(attrs pcommon.Map, exemplars pmetric.ExemplarSlice) bool {
		// No numbers in placeholders: they would make a series of every value.
		return pass.Record(redact.Source{Attributes: attrs, Resource: resource}, func() {
			pass.Carrier = redact.Attribute
			pass.Attributes(attrs, false)
			pass.Carrier = redact.Exemplar
			for _, e := range exemplars.All() {
				pass.Attributes(e.FilteredAttributes(), false)
			}
		})
	}
	before, after := 0, 0
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		points := m.Gauge().DataPoints()
		before = points.Len()
		points.RemoveIf(func(dp pmetric.NumberDataPoint) bool { return point(dp.Attributes(), dp.Exemplars()) })
		after = points.Len()
	case pmetric.MetricTypeSum:
		points := m.Sum().DataPoints()
		before = points.Len()
		points.RemoveIf(func(dp pmetric.NumberDataPoint) bool { return point(dp.Attributes(), dp.Exemplars()) })
		after = points.Len()
	case pmetric.MetricTypeHistogram:
		points := m.Histogram().DataPoints()
		before = points.Len()
		points.RemoveIf(func(dp pmetric.HistogramDataPoint) bool { return point(dp.Attributes(), dp.Exemplars()) })
		after = points.Len()
	case pmetric.MetricTypeExponentialHistogram:
		points := m.ExponentialHistogram().DataPoints()
		before = points.Len()
		points.RemoveIf(func(dp pmetric.ExponentialHistogramDataPoint) bool { return point(dp.Attributes(), dp.Exemplars()) })
		after = points.Len()
	case pmetric.MetricTypeSummary:
		points := m.Summary().DataPoints()
		before = points.Len()
		points.RemoveIf(func(dp pmetric.SummaryDataPoint) bool { return point(dp.Attributes(), pmetric.NewExemplarSlice()) })
		after = points.Len()
	}
	return before > 0 && after == 0
}
