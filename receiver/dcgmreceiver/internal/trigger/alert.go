// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package trigger holds what the triggers of incident mode have in common: an
// alert as Alertmanager and Grafana describe it.
package trigger

import "time"

// AlertNameLabel is the label that names the rule of an alert.
const AlertNameLabel = "alertname"

// MaxFingerprintBytes bounds what is kept of an alert. Alertmanager's fingerprints
// have 16 bytes.
const MaxFingerprintBytes = 128

// Alert is one alert as a trigger reports it.
type Alert struct {
	// Fingerprint identifies the alert at its sender. It is stable for a label set.
	Fingerprint string
	// Labels are never changed after they were decoded.
	Labels map[string]string
	// StartsAt is when the alert began to fire; zero if the sender does not say.
	StartsAt time.Time
	// Firing is false when the alert has ended.
	Firing bool
}

// Outcomes counts what became of reported alerts, by outcome.
type Outcomes map[string]int
