// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/machine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/scope"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/alertmanager"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/manual"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/rules"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/webhook"
)

// Controller keeps the mode of every GPU. All methods are safe for concurrent use.
type Controller struct {
	config   Config
	settings component.TelemetrySettings
	logger   *zap.Logger
	recorder Recorder

	// modes is what ModeOf reads.
	modes   atomic.Pointer[map[string]Mode]
	changed chan struct{}
	// rearm tells the timer loop that the time of the next step has changed.
	rearm chan struct{}

	mu       sync.Mutex
	machine  *machine.Machine
	resolver *scope.Resolver
	rules    *rules.Engine
	events   []rules.Event // reused by Observe
	active   int
	full     bool // that alerts were dropped has been logged

	server *webhook.Server
	poller *alertmanager.Poller
	stop   context.CancelFunc
	wg     sync.WaitGroup
}

// NewController returns a controller; the configuration must be valid. rec may be nil.
func NewController(cfg Config, settings component.TelemetrySettings, rec Recorder) (*Controller, error) {
	if rec == nil {
		rec = nopRecorder{}
	}
	logger := settings.Logger
	if logger == nil {
		logger = zap.NewNop()
	}
	c := &Controller{
		config:   cfg,
		settings: settings,
		logger:   logger,
		recorder: rec,
		changed:  make(chan struct{}, 1),
		rearm:    make(chan struct{}, 1),
		machine:  machine.New(cfg.limits()),
		resolver: scope.NewResolver(cfg.Scope),
		rules:    rules.NewEngine(cfg.Rules, cfg.AlertTTL),
	}
	c.modes.Store(&map[string]Mode{})
	if cfg.Webhook.HasValue() {
		c.server = webhook.NewServer(*cfg.Webhook.Get(), settings, c.fromWebhook,
			manual.NewHandler(orders{c}), rec.RecordRequest)
	}
	if cfg.Alertmanager.HasValue() {
		c.poller = alertmanager.NewPoller(*cfg.Alertmanager.Get(), settings, c.fromAlertmanager, rec.RecordPoll)
	}
	return c, nil
}

// Start begins to listen and to poll. It fails if the address of the webhook is in
// use, or if a TLS file or an authentication extension is missing.
func (c *Controller) Start(ctx context.Context, host component.Host) error {
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	c.stop = stop
	c.wg.Go(func() { c.run(running) })
	var err error
	if c.poller != nil {
		err = c.poller.Start(ctx, host)
	}
	if err == nil && c.server != nil {
		err = c.server.Start(ctx, host)
	}
	if err != nil {
		return errors.Join(err, c.Shutdown(ctx))
	}
	return nil
}

// Shutdown stops what Start began. It may be called without it, and again.
func (c *Controller) Shutdown(ctx context.Context) error {
	var err error
	if c.server != nil {
		err = c.server.Shutdown(ctx)
	}
	if c.poller != nil {
		c.poller.Shutdown()
	}
	if c.stop != nil {
		c.stop()
	}
	c.wg.Wait()
	return err
}

// SetGPUs says which GPUs the node has, after every scan.
func (c *Controller) SetGPUs(gpus []GPU) {
	c.update(func(time.Time) {
		c.resolver.SetGPUs(gpus)
		uuids := make([]string, len(gpus))
		for i, gpu := range gpus {
			uuids[i] = gpu.UUID
		}
		c.machine.SetGPUs(uuids)
		c.publish()
	})
}

// ModeOf returns the mode of a GPU without locking, Steady for one never told.
func (c *Controller) ModeOf(uuid string) Mode { return (*c.modes.Load())[uuid] }

// Changed has an element if a mode changed since one was last taken.
func (c *Controller) Changed() <-chan struct{} { return c.changed }

// WantedFields returns the names of the DCGM fields that the rules need, sorted.
func (c *Controller) WantedFields() []string { return c.rules.Fields() }

// Observe takes values for the rules. It waits for nothing but memory.
func (c *Controller) Observe(samples []Sample) {
	if len(c.config.Rules) == 0 || len(samples) == 0 {
		return
	}
	c.mu.Lock()
	c.events = c.rules.Observe(samples, c.events[:0])
	if len(c.events) == 0 {
		c.mu.Unlock()
		return
	}
	now := time.Now()
	for _, event := range c.events {
		if outcome := c.ruleEvent(now, event); outcome != machine.Repeated && outcome != machine.Unknown {
			c.recorder.RecordAlert(sourceRule, string(outcome), 1)
		}
	}
	c.stepAndUnlock(now)
}

func (c *Controller) ruleEvent(now time.Time, event rules.Event) machine.Outcome {
	key := machine.Key{Source: sourceRule, Fingerprint: "rule:" + event.Rule.Name + ":" + event.UUID}
	if event.Instance != "" {
		key.Fingerprint += ":" + event.Instance
	}
	if !event.Firing {
		return c.machine.Resolve(key)
	}
	alert := machine.Alert{Key: key, Name: event.Rule.Name, KeepFiring: event.Rule.KeepFiringFor}
	if event.Rule.Scope != rules.ScopeNode {
		alert.GPUs = []string{event.UUID}
	}
	return c.machine.Fire(now, alert)
}

// update changes the state under the lock and makes the transitions that follow.
func (c *Controller) update(change func(now time.Time)) {
	c.mu.Lock()
	now := time.Now()
	change(now)
	c.stepAndUnlock(now)
}

// stepAndUnlock makes the transitions that are due, unlocks and then reports them.
func (c *Controller) stepAndUnlock(now time.Time) {
	before := c.machine.Next()
	transitions := c.machine.Step(now)
	if len(transitions) > 0 {
		c.publish()
	}
	active, activeBefore := c.machine.Alerts(), c.active
	c.active = active
	evicted := c.machine.Evicted()
	warn := evicted > 0 && !c.full
	c.full = c.full || warn
	rearm := !c.machine.Next().Equal(before)
	c.mu.Unlock()

	if rearm {
		notify(c.rearm)
	}
	if len(transitions) > 0 {
		notify(c.changed)
	}
	if active != activeBefore {
		c.recorder.RecordActiveAlerts(active)
	}
	if evicted > 0 {
		c.recorder.RecordAlertEvicted(evicted)
	}
	if warn {
		c.logger.Warn("Too many alerts are tracked: those reported longest ago are dropped. This is logged once.",
			zap.Int("max_alerts", c.config.MaxAlerts))
	}
	c.report(transitions)
}

// publish makes the modes visible to ModeOf.
func (c *Controller) publish() {
	modes := make(map[string]Mode)
	for _, gpu := range c.resolver.GPUs() {
		modes[gpu.UUID] = c.machine.Mode(gpu.UUID)
	}
	c.modes.Store(&modes)
}

// report writes one log record for GPUs that changed together, and counts each.
func (c *Controller) report(transitions []machine.Transition) {
	for len(transitions) > 0 {
		first := transitions[0]
		var gpus []string
		rest := transitions[:0]
		for _, t := range transitions {
			if t.To != first.To || t.Reason != first.Reason || t.Alert != first.Alert {
				rest = append(rest, t)
				continue
			}
			gpus = append(gpus, t.GPU)
			c.recorder.RecordTransition(t.GPU, t.To, string(t.Reason))
		}
		fields := []zap.Field{
			zap.Stringer("mode", first.To), zap.Strings("gpus", gpus), zap.String("reason", string(first.Reason)),
		}
		if first.Alert.Fingerprint != "" {
			fields = append(fields, zap.String("source", first.Alert.Source),
				zap.String("alertname", first.Name), zap.String("fingerprint", first.Alert.Fingerprint))
		}
		c.logger.Info("GPU sampling mode changed", fields...)
		transitions = rest
	}
}

// run makes the transitions that time alone brings.
func (c *Controller) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			c.update(func(time.Time) {})
		case <-c.rearm:
		}
		c.mu.Lock()
		next := c.machine.Next()
		c.mu.Unlock()
		if next.IsZero() {
			timer.Stop()
		} else {
			timer.Reset(time.Until(next))
		}
	}
}

func notify(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}
