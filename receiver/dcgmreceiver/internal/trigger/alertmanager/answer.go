// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package alertmanager

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
)

// gettableAlert is the part that is read of the schema of the same name in the
// OpenAPI description of Alertmanager's API v2.
type gettableAlert struct {
	Fingerprint string            `json:"fingerprint"`
	Labels      map[string]string `json:"labels"`
	StartsAt    time.Time         `json:"startsAt"`
	Status      struct {
		State string `json:"state"`
	} `json:"status"`
}

// decode reads an answer. Alerts that are silenced or inhibited do not fire.
func decode(body []byte) ([]trigger.Alert, error) {
	var answer []gettableAlert
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if answer == nil {
		return nil, errors.New("it must be a list")
	}
	alerts := make([]trigger.Alert, 0, len(answer))
	for i, a := range answer {
		if a.Fingerprint == "" || len(a.Fingerprint) > trigger.MaxFingerprintBytes {
			return nil, fmt.Errorf("alert %d has no fingerprint of 1 to %d bytes", i, trigger.MaxFingerprintBytes)
		}
		if a.Status.State == "suppressed" {
			continue
		}
		alerts = append(alerts, trigger.Alert{Fingerprint: a.Fingerprint, Labels: a.Labels, StartsAt: a.StartsAt, Firing: true})
	}
	return alerts, nil
}
