// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package manual

import "time"

// Status is the answer of the API.
type Status struct {
	GPUs []GPU `json:"gpus"`
	// Alerts are the tracked ones, at most 100; AlertsTotal is how many there are.
	Alerts      []Alert `json:"alerts"`
	AlertsTotal int     `json:"alerts_total"`
}

// GPU is the state of one GPU.
type GPU struct {
	UUID     string `json:"uuid"`
	Index    uint   `json:"index"`
	PCIBusID string `json:"pci_bus_id"`
	Mode     string `json:"mode"`
	// Since, Reason and Alert say when and why the mode began. They are left out if
	// the GPU was never in incident mode.
	Since  time.Time `json:"since,omitzero"`
	Reason string    `json:"reason,omitempty"`
	Alert  *AlertID  `json:"alert,omitempty"`
	// Order is in force.
	Order *OrderStatus `json:"order,omitempty"`
	// CooldownUntil is when alerts may start an incident again.
	CooldownUntil time.Time `json:"cooldown_until,omitzero"`
	// TransitionsLeft within this hour.
	TransitionsLeft int `json:"transitions_left"`
}

// OrderStatus is an order in force.
type OrderStatus struct {
	Mode  string    `json:"mode"`
	Until time.Time `json:"until"`
}

// AlertID tells an alert.
type AlertID struct {
	Source      string `json:"source"`
	Alertname   string `json:"alertname"`
	Fingerprint string `json:"fingerprint"`
}

// Alert is a tracked alert.
type Alert struct {
	AlertID

	// GPUs that the alert is about, by UUID; null: all of the node.
	GPUs     []string  `json:"gpus"`
	FiredAt  time.Time `json:"fired_at"`
	LastSeen time.Time `json:"last_seen"`
	Expires  time.Time `json:"expires"`
}
