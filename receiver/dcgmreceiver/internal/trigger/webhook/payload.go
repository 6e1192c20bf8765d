// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
)

// payload is the part that is read of what Alertmanager (version 4) and Grafana
// (version 1) send. Annotations are for people and are not read.
type payload struct {
	Version         string         `json:"version"`
	Alerts          []payloadAlert `json:"alerts"`
	TruncatedAlerts int            `json:"truncatedAlerts"`
}

type payloadAlert struct {
	Status      string            `json:"status"`
	Labels      map[string]string `json:"labels"`
	StartsAt    string            `json:"startsAt"`
	Fingerprint string            `json:"fingerprint"`
}

// decode reads a webhook body. truncated is how many alerts the sender left out.
// The error names what is wrong, in words for the sender.
func decode(body []byte) (alerts []trigger.Alert, truncated int, err error) {
	var p payload
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, 0, describe(err)
	}
	switch p.Version {
	case "4", "1", "":
	default:
		return nil, 0, fmt.Errorf(`version: %q is not known; "4" (Alertmanager) and "1" (Grafana) are`, p.Version)
	}
	if p.Alerts == nil {
		return nil, 0, errors.New("alerts: is missing; it must be a list")
	}
	alerts = make([]trigger.Alert, len(p.Alerts))
	for i := range p.Alerts {
		if alerts[i], err = p.Alerts[i].alert(); err != nil {
			return nil, 0, fmt.Errorf("alerts[%d].%w", i, err)
		}
	}
	return alerts, p.TruncatedAlerts, nil
}

func (a *payloadAlert) alert() (trigger.Alert, error) {
	alert := trigger.Alert{Labels: a.Labels, Fingerprint: a.Fingerprint}
	// The status of the group says firing as long as any of its alerts fires.
	switch a.Status {
	case "firing":
		alert.Firing = true
	case "resolved":
	default:
		return alert, fmt.Errorf("status: %q must be firing or resolved", a.Status)
	}
	if a.StartsAt != "" {
		at, err := time.Parse(time.RFC3339, a.StartsAt)
		if err != nil {
			return alert, fmt.Errorf("startsAt: %q must be a time such as 2006-01-02T15:04:05Z", a.StartsAt)
		}
		alert.StartsAt = at
	}
	switch {
	case len(a.Fingerprint) > trigger.MaxFingerprintBytes:
		return alert, fmt.Errorf("fingerprint: is longer than %d bytes", trigger.MaxFingerprintBytes)
	case a.Fingerprint != "":
	case len(a.Labels) > 0:
		alert.Fingerprint = trigger.FingerprintOf(a.Labels)
	default:
		return alert, errors.New("labels: is empty, and there is no fingerprint; one of them must identify the alert")
	}
	return alert, nil
}

// describe says what is wrong with a JSON text.
func describe(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("%s: must not be a JSON %s", kind.Field, kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("the body must be a JSON object, not a JSON %s", kind.Value)
	case errors.As(err, &syntax):
		return fmt.Errorf("the body is not valid JSON at byte %d: %w", syntax.Offset, err)
	}
	return fmt.Errorf("the body is not valid JSON: %w", err)
}
