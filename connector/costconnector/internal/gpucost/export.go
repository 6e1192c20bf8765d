// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpucost

import (
	"maps"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// Export appends all metrics, in one resource. last shares what is left among
// the tenants even if the interval is not over.
func (m *Meter) Export(md pmetric.Metrics, at pcommon.Timestamp, last bool) {
	now := at.AsTime()
	m.flush()
	if last || now.UnixNano()-m.shared >= int64(m.settings.ShareInterval) {
		m.share()
		m.shared = now.UnixNano()
	}
	to := pmetric.NewMetricSlice()
	m.series.write(to, at)
	for _, model := range m.models {
		model.recent.turn(now, m.settings.Window)
	}
	m.writeHourly(to, at)
	m.writeEffective(to, at)
	if to.Len() > 0 {
		to.MoveAndAppendTo(md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics())
	}
}

// Accepted says that the last export arrived.
func (m *Meter) Accepted() { m.series.accepted() }

// gauge appends a gauge whose points are added by calls of point.
func (m *Meter) gauge(to pmetric.MetricSlice, at pcommon.Timestamp, name, unit, description string, fill func(point func(value float64, attributes ...string))) {
	points := pmetric.NewNumberDataPointSlice()
	fill(func(value float64, attributes ...string) {
		dp := points.AppendEmpty()
		m.settings.Common.CopyTo(dp.Attributes())
		putPairs(dp.Attributes(), attributes)
		dp.SetTimestamp(at)
		dp.SetDoubleValue(value)
	})
	if points.Len() > 0 {
		points.MoveAndAppendTo(m.settings.appendMetric(to, name, unit, description).SetEmptyGauge().DataPoints())
	}
}

// writeHourly writes the price of an hour of the GPUs seen lately.
func (m *Meter) writeHourly(to pmetric.MetricSlice, at pcommon.Timestamp) {
	now := at.AsTime().UnixNano()
	m.gauge(to, at, "gpu_hourly_cost_CUR", "{CUR}/{hour}", "Price of an hour of a GPU.", func(point func(float64, ...string)) {
		for _, uuid := range slices.Sorted(maps.Keys(m.gpus)) {
			g := m.gpus[uuid]
			rate, _, priced := m.book.HourlyRate(g.GPU, now)
			if priced && now-g.last <= int64(m.settings.MaxGap) {
				point(money.Rate(1000).Times(rate).EUR(), "gpu", g.UUID, "gpu_model", g.Model, "node", g.Node)
			}
		}
	})
}

// writeEffective writes what tokens cost in the window. There is no point where
// there were no tokens: idle GPUs have a cost but no price per token.
func (m *Meter) writeEffective(to pmetric.MetricSlice, at pcommon.Timestamp) {
	m.gauge(to, at, "genai.effective.cost_per_token_CUR", "{CUR}/{token}", "Cost of GPU time divided by the tokens of the window.", func(point func(float64, ...string)) {
		for _, name := range slices.Sorted(maps.Keys(m.models)) {
			model := m.models[name]
			all, busy, used := model.recent.sum()
			if used.isZero() {
				continue
			}
			for basis, cost := range map[string]money.Amount{"allocation": all, "usage": busy} {
				if cost.IsZero() {
					continue
				}
				parts := cost.Split([]uint64{
					tokens{prompt: used.prompt}.weight(model.weights),
					tokens{generation: used.generation}.weight(model.weights),
				})
				per := func(phase string, cost money.Amount, tokens uint64) {
					if tokens > 0 {
						point(cost.EUR()/float64(tokens), "model", name, "phase", phase, "basis", basis)
					}
				}
				per("prompt", parts[0], used.prompt)
				per("generation", parts[1], used.generation)
				per("blended", cost, used.prompt+used.generation)
			}
		}
	})
}
