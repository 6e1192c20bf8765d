// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"fmt"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/machine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/manual"
)

const (
	// steadyOrder is how long an order for steady mode is in force if it does not say,
	// maxSteadyOrder how long at most: one that is forgotten must not last.
	steadyOrder    = time.Hour
	maxSteadyOrder = 24 * time.Hour
	// listedAlerts is how many alerts the status lists.
	listedAlerts = 100
)

// orders carries out what the API asks for.
type orders struct{ *Controller }

var _ manual.Modes = orders{}

// Order implements [manual.Modes].
func (c orders) Order(o manual.Order) error {
	mode, duration, longest := Steady, steadyOrder, maxSteadyOrder
	if o.Incident {
		mode, duration, longest = Incident, c.config.MaxDuration, c.config.MaxDuration
	}
	if o.Duration > 0 {
		duration = o.Duration
	}
	if duration > longest {
		return fmt.Errorf("duration: %s is more than an order for %s mode may last, %s", duration, mode, longest)
	}
	return c.apply(o.GPUs, func(uuids []string, now time.Time) {
		c.logger.Info("GPU sampling mode ordered", zap.Stringer("mode", mode), zap.Strings("gpus", uuids),
			zap.Duration("duration", duration), zap.String("reason", o.Reason))
		for _, uuid := range uuids {
			c.machine.Order(uuid, mode, now.Add(duration))
		}
	})
}

// Release implements [manual.Modes].
func (c orders) Release(gpus []string) error {
	return c.apply(gpus, func(uuids []string, _ time.Time) {
		c.logger.Info("Order of GPU sampling mode withdrawn", zap.Strings("gpus", uuids))
		for _, uuid := range uuids {
			c.machine.Release(uuid)
		}
	})
}

// apply changes the GPUs with these ids, all if there are none.
func (c orders) apply(ids []string, change func(uuids []string, now time.Time)) (err error) {
	c.update(func(now time.Time) {
		var uuids []string
		if uuids, err = c.find(ids); err == nil {
			change(uuids, now)
		}
	})
	return err
}

func (c orders) find(ids []string) ([]string, error) {
	gpus := c.resolver.GPUs()
	if len(gpus) == 0 {
		return nil, manual.ErrNoGPUs
	}
	uuids := make([]string, 0, len(gpus))
	for _, id := range ids {
		uuid, ok := c.resolver.Find(id)
		if !ok {
			return nil, fmt.Errorf("gpus: this node has no GPU %q", id)
		}
		uuids = append(uuids, uuid)
	}
	if len(ids) == 0 {
		for _, gpu := range gpus {
			uuids = append(uuids, gpu.UUID)
		}
	}
	return uuids, nil
}

// Status implements [manual.Modes].
func (c orders) Status() manual.Status {
	c.mu.Lock()
	defer c.mu.Unlock()
	gpus := c.machine.GPUStatus(time.Now())
	status := manual.Status{
		GPUs:        make([]manual.GPU, 0, len(gpus)),
		Alerts:      []manual.Alert{},
		AlertsTotal: c.machine.Alerts(),
	}
	for _, s := range gpus {
		status.GPUs = append(status.GPUs, c.gpuStatus(s))
	}
	for _, a := range c.machine.AlertStatus(listedAlerts) {
		status.Alerts = append(status.Alerts, manual.Alert{
			AlertID: *alertID(a.Key, a.Name), GPUs: a.GPUs, FiredAt: a.FiredAt, LastSeen: a.LastSeen, Expires: a.Expires,
		})
	}
	return status
}

func (c orders) gpuStatus(s machine.GPUStatus) manual.GPU {
	gpu := manual.GPU{
		UUID: s.UUID, Mode: s.Mode.String(), Since: s.Since, Reason: string(s.Last.Reason),
		CooldownUntil: s.Cooldown, TransitionsLeft: s.TransitionsLeft,
	}
	for _, known := range c.resolver.GPUs() {
		if known.UUID == s.UUID {
			gpu.Index, gpu.PCIBusID = known.Index, known.PCIBusID
		}
	}
	if s.Last.Alert.Fingerprint != "" {
		gpu.Alert = alertID(s.Last.Alert, s.Last.Name)
	}
	if !s.Until.IsZero() {
		gpu.Order = &manual.OrderStatus{Mode: s.Order.String(), Until: s.Until}
	}
	return gpu
}

func alertID(key machine.Key, name string) *manual.AlertID {
	return &manual.AlertID{Source: key.Source, Alertname: name, Fingerprint: key.Fingerprint}
}
