// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpucost

import (
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// metric is a monotonic sum.
type metric uint8

const (
	metricCost metric = iota
	metricTime
	metricTenantCost
	metricEnergy
	metricEnergyCost
	metricEmissions
	numMetrics
)

// metrics by their names, of which CUR and {CUR} are the currency.
var metrics = [numMetrics]struct{ name, unit, description string }{
	metricCost:       {"genai.gpu.cost.CUR", "{CUR}", "Cost of GPU time by state. The sum over the states is the bill."},
	metricTime:       {"genai.gpu.time", "s", "GPU time by state."},
	metricTenantCost: {"genai.tenant.gpu.cost.CUR", "{CUR}", "Cost of GPU time by the tenant it is charged to. The sum over the tenants is the bill."},
	metricEnergy:     {"genai.gpu.energy", "J", "Energy that GPUs took."},
	metricEnergyCost: {"genai.gpu.energy.cost.CUR", "{CUR}", "Cost of the energy, with what cooling and conversion took."},
	metricEmissions:  {"genai.gpu.emissions", "g", "CO2 equivalent of the energy, with what cooling and conversion took."},
}

// seriesSet holds the sums.
type seriesSet struct {
	settings Settings
	flushed  pcommon.Timestamp
	sentAt   pcommon.Timestamp
	byKey    [numMetrics]map[string]*series
	ordered  [numMetrics][]*series
}

// series counts in units of 1e-18 of its metric's unit.
type series struct {
	attributes       pcommon.Map
	sum, sent, taken money.Amount
	since            pcommon.Timestamp
}

func newSeriesSet(settings Settings, start pcommon.Timestamp) *seriesSet {
	return &seriesSet{settings: settings, flushed: start}
}

// add takes the attributes as pairs of key and value; empty values are left out.
func (s *seriesSet) add(m metric, amount money.Amount, attributes ...string) {
	key := strings.Join(attributes, "\x00")
	one := s.byKey[m][key]
	if one == nil {
		if s.byKey[m] == nil {
			s.byKey[m] = map[string]*series{}
		}
		one = &series{attributes: pcommon.NewMap()}
		s.settings.Common.CopyTo(one.attributes)
		putPairs(one.attributes, attributes)
		s.byKey[m][key] = one
		s.ordered[m] = append(s.ordered[m], one)
	}
	one.sum = one.sum.Add(amount)
}

// putPairs puts pairs of key and value, without empty values.
func putPairs(to pcommon.Map, pairs []string) {
	for pair := range slices.Chunk(pairs, 2) {
		if pair[1] != "" {
			to.PutStr(pair[0], pair[1])
		}
	}
}

func (s *seriesSet) write(to pmetric.MetricSlice, now pcommon.Timestamp) {
	now = max(now, s.flushed+1)
	for m, all := range s.ordered {
		points := pmetric.NewNumberDataPointSlice()
		for _, one := range all {
			s.writeOne(points, one, now)
		}
		if points.Len() == 0 {
			continue
		}
		sum := s.settings.appendMetric(to, metrics[m].name, metrics[m].unit, metrics[m].description).SetEmptySum()
		sum.SetIsMonotonic(true)
		sum.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
		if s.settings.Delta {
			sum.SetAggregationTemporality(pmetric.AggregationTemporalityDelta)
		}
		points.MoveAndAppendTo(sum.DataPoints())
	}
	s.sentAt = now
	if !s.settings.Delta {
		s.flushed = now
	}
}

func (s *seriesSet) writeOne(to pmetric.NumberDataPointSlice, one *series, now pcommon.Timestamp) {
	add := func(start, at pcommon.Timestamp, amount money.Amount) {
		dp := to.AppendEmpty()
		one.attributes.CopyTo(dp.Attributes())
		dp.SetStartTimestamp(start)
		dp.SetTimestamp(at)
		dp.SetDoubleValue(amount.EUR())
	}
	one.sent = one.sum
	if s.settings.Delta {
		if added := one.sum.Sub(one.taken); !added.IsZero() {
			add(s.flushed, now, added)
		}
		return
	}
	if one.since == 0 {
		one.since = s.flushed
		add(one.since, one.since, money.Amount{})
	}
	add(one.since, now, one.sum)
}

// accepted says that the last write arrived.
func (s *seriesSet) accepted() {
	s.flushed = s.sentAt
	for _, all := range s.ordered {
		for _, one := range all {
			one.taken = one.sent
		}
	}
}

// appendMetric puts the currency in the place of CUR: in small letters in the
// name.
func (s *Settings) appendMetric(to pmetric.MetricSlice, name, unit, description string) pmetric.Metric {
	const currency = "CUR"
	m := to.AppendEmpty()
	m.SetName(strings.Replace(name, currency, strings.ToLower(s.Currency), 1))
	m.SetUnit(strings.Replace(unit, currency, s.Currency, 1))
	m.SetDescription(description)
	return m
}
