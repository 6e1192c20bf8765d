// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package points

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// Batch collects the points of one read.
type Batch struct {
	presenter *Presenter
	metrics   pmetric.Metrics
	scope     pmetric.ScopeMetrics
	points    []pmetric.NumberDataPointSlice
	open      []bool
}

// NewBatch returns a batch with a resource and a scope.
func (p *Presenter) NewBatch(resource pcommon.Resource, scope, version string) *Batch {
	b := &Batch{
		presenter: p, metrics: pmetric.NewMetrics(),
		points: make([]pmetric.NumberDataPointSlice, len(p.metrics)),
		open:   make([]bool, len(p.metrics)),
	}
	rm := b.metrics.ResourceMetrics().AppendEmpty()
	resource.CopyTo(rm.Resource())
	b.scope = rm.ScopeMetrics().AppendEmpty()
	b.scope.Scope().SetName(scope)
	b.scope.Scope().SetVersion(version)
	return b
}

// Metrics returns what was collected.
func (b *Batch) Metrics() pmetric.Metrics { return b.metrics }

// point appends an empty point to a metric.
func (b *Batch) point(metric int) pmetric.NumberDataPoint {
	if !b.open[metric] {
		b.open[metric] = true
		d := &b.presenter.metrics[metric]
		m := b.scope.Metrics().AppendEmpty()
		m.SetName(d.name)
		m.SetUnit(d.unit)
		m.SetDescription(d.description)
		if d.sum {
			sum := m.SetEmptySum()
			sum.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
			sum.SetIsMonotonic(d.monotonic)
			b.points[metric] = sum.DataPoints()
		} else {
			b.points[metric] = m.SetEmptyGauge().DataPoints()
		}
	}
	return b.points[metric].AppendEmpty()
}

// add appends the points of a sample.
func (b *Batch) add(s *series, v *engine.Value) {
	at := timestamp(v.Micros)
	if o := s.out.otel; o != nil {
		if v.Field == field.ClockReasons {
			b.addReasons(s, v, at)
		} else {
			dp := b.point(o.metric)
			s.otel.CopyTo(dp.Attributes())
			dp.SetTimestamp(at)
			if o.sum {
				dp.SetStartTimestamp(timestamp(s.start))
			}
			o.set(dp, v)
		}
	}
	if o := s.out.dcgm; o != nil {
		dp := b.point(o.metric)
		s.dcgm.CopyTo(dp.Attributes())
		dp.SetTimestamp(at)
		o.set(dp, v)
	}
}

// set sets the value in the unit of the metric.
func (o *outlet) set(dp pmetric.NumberDataPoint, v *engine.Value) {
	switch whole := o.int || o.native && v.Type == field.Int; {
	case whole && o.scale == 1 && o.div == 1 && v.Type == field.Int:
		dp.SetIntValue(v.Int)
	case whole:
		dp.SetIntValue(int64(math.Round(v.Float() * o.scale / o.div)))
	default:
		dp.SetDoubleValue(v.Float() * o.scale / o.div)
	}
}

// addReasons takes the bit mask of clock event reasons apart.
func (b *Batch) addReasons(s *series, v *engine.Value, at pcommon.Timestamp) {
	for bit, reason := range field.ClockReasonNames() {
		dp := b.point(s.out.otel.metric)
		s.otel.CopyTo(dp.Attributes())
		dp.Attributes().PutStr(field.KeyClockReason, reason)
		dp.SetTimestamp(at)
		dp.SetIntValue(v.Int >> bit & 1)
	}
}

func timestamp(micros int64) pcommon.Timestamp {
	return pcommon.Timestamp(micros * 1000) //nolint:gosec // after 1970
}
