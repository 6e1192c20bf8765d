// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/machine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/matcher"
)

// noMatch is the outcome of an alert that the matchers do not choose.
const noMatch = "no_match"

// maxNameBytes of an alert are kept for logs and /v1/mode.
const maxNameBytes = 128

// fromWebhook takes the alerts of one request.
func (c *Controller) fromWebhook(alerts []trigger.Alert) trigger.Outcomes {
	outcomes := trigger.Outcomes{}
	matching := choose(c.config.Webhook.Get().Matchers, alerts, outcomes)
	c.update(func(now time.Time) {
		for _, a := range matching {
			outcomes[c.take(now, sourceWebhook, 0, a)]++
		}
	})
	c.recordOutcomes(sourceWebhook, outcomes)
	return outcomes
}

// fromAlertmanager takes the answer of one endpoint: all its alerts that fire.
func (c *Controller) fromAlertmanager(endpoint int, alerts []trigger.Alert) {
	outcomes := trigger.Outcomes{}
	matching := choose(c.config.Alertmanager.Get().Matchers, alerts, outcomes)
	present := make(map[string]struct{}, len(matching))
	c.update(func(now time.Time) {
		for _, a := range matching {
			present[a.Fingerprint] = struct{}{}
			outcomes[c.take(now, sourceAlertmanager, endpoint, a)]++
		}
		outcomes[string(machine.Resolved)] += c.machine.ResolveAbsent(sourceAlertmanager, endpoint, present)
	})
	c.recordOutcomes(sourceAlertmanager, outcomes)
}

// choose returns the alerts that the matchers choose, and counts the others. It is
// called without the lock: regular expressions take their time.
func choose(matchers []matcher.Matcher, alerts []trigger.Alert, outcomes trigger.Outcomes) []trigger.Alert {
	chosen := alerts[:0]
	for _, a := range alerts {
		if matcher.All(matchers, a.Labels) {
			chosen = append(chosen, a)
		} else {
			outcomes[noMatch]++
		}
	}
	return chosen
}

// take applies one alert and says what became of it.
func (c *Controller) take(now time.Time, source string, origin int, a trigger.Alert) string {
	key := machine.Key{Source: source, Origin: origin, Fingerprint: a.Fingerprint}
	if !a.Firing {
		return string(c.machine.Resolve(key))
	}
	gpus, verdict := c.resolver.Resolve(a.Labels)
	name := a.Labels[trigger.AlertNameLabel]
	if len(name) > maxNameBytes {
		name = strings.ToValidUTF8(name[:maxNameBytes], "")
	}
	if verdict != "" {
		c.logger.Debug("Alert is not about this node", zap.String("source", source), zap.String("alertname", name),
			zap.String("fingerprint", a.Fingerprint), zap.String("why", string(verdict)))
		return string(verdict)
	}
	return string(c.machine.Fire(now, machine.Alert{Key: key, Name: name, StartsAt: a.StartsAt, GPUs: gpus}))
}

func (c *Controller) recordOutcomes(source string, outcomes trigger.Outcomes) {
	for outcome, n := range outcomes {
		if n > 0 {
			c.recorder.RecordAlert(source, outcome, n)
		}
	}
}
