// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package mode decides when GPUs are sampled fast. A [Controller] listens to the
// triggers (a webhook, polls of Alertmanager, rules on the receiver's own values,
// orders of an operator), keeps the mode of every GPU by the state machine of
// package machine, and tells whoever reads the GPUs.
package mode

import (
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/machine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/scope"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/rules"
)

// Mode is how fast a GPU is sampled: "steady" or "incident".
type Mode = machine.Mode

// The modes.
const (
	Steady   = machine.Steady
	Incident = machine.Incident
)

// GPU is a physical GPU of the node. Alerts name it by any of the three.
type GPU = scope.GPU

// Sample is a value that the receiver has read, for the rules.
type Sample = rules.Sample

// Recorder is told what the controller does, for the receiver's own metrics. Its
// methods must not block and must not call the controller. All values of the labels
// are from small fixed sets, except gpu.
type Recorder interface {
	// RecordTransition is called once per GPU and transition. reason is webhook,
	// alertmanager, rule or manual on the way to incident mode, and resolved, expired,
	// max_duration, manual, manual_expired or evicted on the way back.
	RecordTransition(gpu string, to Mode, reason string)
	// RecordAlert is called for n alerts in a webhook or a poll, and for every change of
	// a rule. source is webhook, alertmanager or rule. outcome is accepted, repeated,
	// resolved, cooldown, rate_limited, muted or unknown (an end without a beginning),
	// or says why the alert is not about this node: no_match, other_node, unknown_gpu,
	// unscoped.
	RecordAlert(source, outcome string, n int)
	// RecordAlertEvicted is called when n alerts made room for newer ones.
	RecordAlertEvicted(n int)
	// RecordActiveAlerts is called with the number of tracked alerts when it changes.
	RecordActiveAlerts(n int)
	// RecordRequest is called once per HTTP request: endpoint is alerts, mode or other,
	// code is the status of the response.
	RecordRequest(endpoint string, code int)
	// RecordPoll is called once per poll of Alertmanager: result is ok, unreachable,
	// timeout, status, invalid or too_large.
	RecordPoll(result string)
}

type nopRecorder struct{}

func (nopRecorder) RecordTransition(string, Mode, string) {}
func (nopRecorder) RecordAlert(string, string, int)       {}
func (nopRecorder) RecordAlertEvicted(int)                {}
func (nopRecorder) RecordActiveAlerts(int)                {}
func (nopRecorder) RecordRequest(string, int)             {}
func (nopRecorder) RecordPoll(string)                     {}

// Sources of alerts.
const (
	sourceWebhook      = "webhook"
	sourceAlertmanager = "alertmanager"
	sourceRule         = "rule"
)
