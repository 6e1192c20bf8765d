// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package ledger // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// exporter writes the metrics of one service.
type exporter struct {
	metrics       pmetric.MetricSlice
	previous, now pcommon.Timestamp
}

// sum appends a cumulative monotonic sum, filled by points; none if there are
// no points.
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
	s.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
	data.MoveAndAppendTo(s.DataPoints())
}

// point appends the point of a series that began at since. On the first
// export, when since is 0, it sets since and lets set write a zero point too.
func (e *exporter) point(to pmetric.NumberDataPointSlice, since *pcommon.Timestamp, attributes pcommon.Map, key, value string, set func(dp pmetric.NumberDataPoint, zero bool)) {
	add := func(at pcommon.Timestamp, zero bool) {
		dp := to.AppendEmpty()
		attributes.CopyTo(dp.Attributes())
		dp.Attributes().PutStr(key, value)
		dp.SetStartTimestamp(*since)
		dp.SetTimestamp(at)
		set(dp, zero)
	}
	if *since == 0 {
		*since = e.previous
		add(e.previous, true)
	}
	add(e.now, false)
}

func integer(n uint64) func(pmetric.NumberDataPoint, bool) {
	return func(dp pmetric.NumberDataPoint, zero bool) {
		if zero {
			dp.SetIntValue(0)
		} else {
			dp.SetIntValue(int64(n))
		}
	}
}
