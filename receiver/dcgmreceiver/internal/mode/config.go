// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/config/configoptional"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/machine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode/scope"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/alertmanager"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/rules"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/webhook"
)

const (
	maxDurationLimit = 24 * time.Hour
	maxAlertsLimit   = 100_000
)

// Config is the section mode of the receiver's configuration.
type Config struct {
	// MinDuration is how long an incident lasts at least, unless an order ends it.
	// Default: 30s.
	MinDuration time.Duration `mapstructure:"min_duration"`
	// MaxDuration is how long an incident lasts at most, and the longest order for one.
	// Default: 15m. At most 24h.
	MaxDuration time.Duration `mapstructure:"max_duration"`
	// Cooldown is how long alerts start no incident after max_duration ended one.
	// Default: 5m.
	Cooldown time.Duration `mapstructure:"cooldown"`
	// AlertTTL is how long an alert counts after it was last reported. Default: 10m.
	AlertTTL time.Duration `mapstructure:"alert_ttl"`
	// MaxTransitionsPerHour of one GPU, in both directions. Default: 6. At least 2.
	MaxTransitionsPerHour int `mapstructure:"max_transitions_per_hour"`
	// MaxAlerts is how many alerts are tracked at the same time. Default: 10000.
	MaxAlerts int `mapstructure:"max_alerts"`
	// Scope says which labels of an alert name a GPU and a node.
	Scope scope.Config `mapstructure:"scope"`
	// Webhook serves /v1/alerts and /v1/mode. Default: not served.
	Webhook configoptional.Optional[webhook.Config] `mapstructure:"webhook"`
	// Alertmanager is polled for alerts. Default: not polled.
	Alertmanager configoptional.Optional[alertmanager.Config] `mapstructure:"alertmanager"`
	// Rules on the values of this receiver. Default: none.
	Rules []rules.Config `mapstructure:"rules"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// DefaultConfig returns the configuration that the section mode starts from.
func DefaultConfig() Config {
	return Config{
		MinDuration:           30 * time.Second,
		MaxDuration:           15 * time.Minute,
		Cooldown:              5 * time.Minute,
		AlertTTL:              10 * time.Minute,
		MaxTransitionsPerHour: 6,
		MaxAlerts:             10_000,
		Scope:                 scope.DefaultConfig(),
		Webhook:               configoptional.Default(webhook.DefaultConfig()),
		Alertmanager:          configoptional.Default(alertmanager.DefaultConfig()),
	}
}

// Validate implements [confmap.Validator]. The sections check themselves.
func (c *Config) Validate() error {
	var errs []error
	if c.MinDuration < 0 {
		errs = append(errs, fmt.Errorf("min_duration: %s must not be negative", c.MinDuration))
	}
	if c.MaxDuration <= 0 || c.MaxDuration > maxDurationLimit {
		errs = append(errs, fmt.Errorf("max_duration: %s must be more than 0 and at most %s: fast sampling costs throughput",
			c.MaxDuration, maxDurationLimit))
	}
	if c.MinDuration > c.MaxDuration {
		errs = append(errs, fmt.Errorf("min_duration: %s must be at most max_duration, %s", c.MinDuration, c.MaxDuration))
	}
	if c.Cooldown < 0 {
		errs = append(errs, fmt.Errorf("cooldown: %s must not be negative", c.Cooldown))
	}
	if c.AlertTTL < time.Second {
		errs = append(errs, fmt.Errorf("alert_ttl: %s must be at least 1s", c.AlertTTL))
	}
	if c.Alertmanager.HasValue() && c.AlertTTL < 2*c.Alertmanager.Get().Interval {
		errs = append(errs, fmt.Errorf("alert_ttl: %s must be at least twice alertmanager::interval, %s: "+
			"otherwise alerts end between two polls", c.AlertTTL, c.Alertmanager.Get().Interval))
	}
	if c.MaxTransitionsPerHour < 2 {
		errs = append(errs, fmt.Errorf("max_transitions_per_hour: %d must be at least 2, an incident and its end",
			c.MaxTransitionsPerHour))
	}
	if c.MaxAlerts < 1 || c.MaxAlerts > maxAlertsLimit {
		errs = append(errs, fmt.Errorf("max_alerts: %d must be 1 to %d", c.MaxAlerts, maxAlertsLimit))
	}
	names := map[string]int{}
	for i, rule := range c.Rules {
		if first, ok := names[rule.Name]; ok {
			errs = append(errs, fmt.Errorf("rules::%d::name: %q is the name of rules::%d too", i, rule.Name, first))
			continue
		}
		names[rule.Name] = i
	}
	return errors.Join(errs...)
}

func (c *Config) limits() machine.Limits {
	return machine.Limits{
		MinDuration:        c.MinDuration,
		MaxDuration:        c.MaxDuration,
		Cooldown:           c.Cooldown,
		AlertTTL:           c.AlertTTL,
		TransitionsPerHour: c.MaxTransitionsPerHour,
		MaxAlerts:          c.MaxAlerts,
	}
}
