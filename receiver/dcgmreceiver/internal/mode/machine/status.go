// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package machine

import "time"

// GPUStatus is what is known of a GPU of the node.
type GPUStatus struct {
	UUID string
	Mode Mode
	// Since is when the mode began, Last what it began with; both are zero if the GPU
	// was never in an incident.
	Since time.Time
	Last  Transition
	// Order and Until are the order in force; Until is zero if there is none.
	Order Mode
	Until time.Time
	// Cooldown is when alerts may start an incident again; zero: now.
	Cooldown time.Time
	// TransitionsLeft within this hour.
	TransitionsLeft int
}

// AlertStatus is what is known of a tracked alert.
type AlertStatus struct {
	Alert

	FiredAt, LastSeen, Expires time.Time
}

// GPUStatus returns the state of every GPU that is present, in the order of SetGPUs.
func (m *Machine) GPUStatus(now time.Time) []GPUStatus {
	all := make([]GPUStatus, 0, len(m.gpus))
	for _, g := range m.gpus {
		if !g.present {
			continue
		}
		g.trim(now)
		s := GPUStatus{
			UUID: g.uuid, Mode: g.mode, Since: g.since, Last: g.started,
			TransitionsLeft: max(0, m.limits.TransitionsPerHour-len(g.transitions)),
		}
		if g.order != nil {
			s.Order, s.Until = g.order.mode, g.order.until
		}
		if now.Before(g.cooldown) {
			s.Cooldown = g.cooldown
		}
		all = append(all, s)
	}
	return all
}

// AlertStatus returns at most limit alerts, the one reported longest ago first.
func (m *Machine) AlertStatus(limit int) []AlertStatus {
	n := min(limit, m.reports.Len())
	all := make([]AlertStatus, 0, n)
	for e := m.reports.Front(); e != nil && len(all) < n; e = e.Next() {
		a := e.Value.(*alert)
		all = append(all, AlertStatus{Alert: a.Alert, FiredAt: a.firedAt, LastSeen: a.lastSeen, Expires: a.expires})
	}
	return all
}
