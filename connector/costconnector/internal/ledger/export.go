// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// exporter writes the metrics of one service.
type exporter struct {
	metrics       pmetric.MetricSlice
	previous, now pcommon.Timestamp
	delta         bool
	currency      string
}

// inCurrency returns the name of a metric of money and its unit.
func (e *exporter) inCurrency(name string) (full, unit string) {
	return name + "." + strings.ToLower(e.currency), "{" + e.currency + "}"
}

func (e *exporter) temporality() pmetric.AggregationTemporality {
	if e.delta {
		return pmetric.AggregationTemporalityDelta
	}
	return pmetric.AggregationTemporalityCumulative
}

// sum appends a monotonic sum, filled by points; none if there are no points.
func (e *exporter) sum(name, description, unit string, points func(pmetric.NumberDataPointSlice)) {
	data := pmetric.NewNumberDataPointSlice()
	points(data)
	if data.Len() == 0 {
		return
	}
	m := e.metrics.AppendEmpty()
	m.SetName(name)
	m.SetDescription(description)
	m.SetUnit(unit)
	s := m.SetEmptySum()
	s.SetIsMonotonic(true)
	s.SetAggregationTemporality(e.temporality())
	data.MoveAndAppendTo(s.DataPoints())
}

// point appends the point of a series that began at since. On the first export
// of a cumulative one, when since is 0, it sets since and lets set write a zero
// point too.
func (e *exporter) point(to pmetric.NumberDataPointSlice, since *pcommon.Timestamp, attributes pcommon.Map, key, value string, set func(dp pmetric.NumberDataPoint, zero bool)) {
	add := func(start, at pcommon.Timestamp, zero bool) {
		dp := to.AppendEmpty()
		attributes.CopyTo(dp.Attributes())
		dp.Attributes().PutStr(key, value)
		dp.SetStartTimestamp(start)
		dp.SetTimestamp(at)
		set(dp, zero)
	}
	if e.delta {
		add(e.previous, e.now, false)
		return
	}
	if *since == 0 {
		*since = e.previous
		add(*since, *since, true)
	}
	add(*since, e.now, false)
}

// count appends a point with a whole number; none to a delta if it is 0.
func (e *exporter) count(to pmetric.NumberDataPointSlice, since *pcommon.Timestamp, attributes pcommon.Map, key, value string, n int64) {
	if e.delta && n == 0 {
		return
	}
	e.point(to, since, attributes, key, value, func(dp pmetric.NumberDataPoint, zero bool) {
		if zero {
			dp.SetIntValue(0)
		} else {
			dp.SetIntValue(n)
		}
	})
}
