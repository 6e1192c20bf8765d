// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpucost

import (
	"maps"
	"slices"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// share charges what was spent on each model since the last sharing to the
// tenants that used it. Parts go to no tenant rather than to the wrong one, and
// nothing is left over.
func (m *Meter) share() {
	for _, name := range slices.Sorted(maps.Keys(m.models)) {
		model := m.models[name]
		tenants := slices.Sorted(maps.Keys(model.tenants))
		weights := make([]uint64, len(tenants))
		for i, tenant := range tenants {
			weights[i] = model.tenants[tenant].weight(model.weights)
		}
		// Time of an unknown state is taken for busy: somebody holds the GPU.
		busy := model.spent[Busy].Add(model.spent[Unknown])
		m.shareOut(name, "busy", busy, tenants, weights, NoTenant)
		switch m.settings.Idle {
		case Separate:
			m.shareOut(name, "idle_share", model.spent[Idle], nil, nil, IdleTenant)
		case Reserved:
			const whole = 1_000_000
			holders := slices.Sorted(maps.Keys(m.settings.ReservedParts))
			var parts []uint64
			rest := uint64(whole)
			for _, tenant := range holders {
				part := m.settings.ReservedParts[tenant]
				parts = append(parts, part)
				rest -= part
			}
			m.shareOut(name, "idle_share", model.spent[Idle], append(holders, IdleTenant), append(parts, rest), IdleTenant)
		default:
			m.shareOut(name, "idle_share", model.spent[Idle], tenants, weights, IdleTenant)
		}
		model.spent = [numStates]money.Amount{}
		clear(model.tenants)
	}
}

// shareOut gives all to otherwise if no tenant has a weight.
func (m *Meter) shareOut(model, state string, amount money.Amount, tenants []string, weights []uint64, otherwise string) {
	if amount.IsZero() {
		return
	}
	if !slices.ContainsFunc(weights, func(w uint64) bool { return w > 0 }) {
		tenants, weights = []string{otherwise}, []uint64{1}
	}
	for i, part := range amount.Split(weights) {
		if !part.IsZero() {
			m.series.add(metricTenantCost, part, "tenant", tenants[i], "model", model, "state", state)
		}
	}
}
