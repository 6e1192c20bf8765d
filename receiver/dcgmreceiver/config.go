// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/confmap"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode"
)

const (
	minInterval     = 10 * time.Millisecond
	minProfInterval = field.MinProfInterval * time.Millisecond
	maxPreTrigger   = 5 * time.Minute
)

// Config is the configuration of the receiver.
type Config struct {
	// Endpoint of nv-hostengine: host:port or the path of a unix socket, with or
	// without tcp:// or unix://. Default: localhost:5555.
	Endpoint string `mapstructure:"endpoint"`
	// Embedded runs the engine inside the collector instead. Do not do this beside
	// an nv-hostengine on the same node. Default: false.
	Embedded bool `mapstructure:"embedded"`
	// CallTimeout is after how long DCGM counts as hung. Default: 10s.
	CallTimeout time.Duration `mapstructure:"call_timeout"`
	// Reconnect bounds the time between two attempts to connect.
	Reconnect ReconnectConfig `mapstructure:"reconnect"`
	// RescanInterval is how often GPUs and MIG instances that came or went are
	// looked for. Default: 30s.
	RescanInterval time.Duration `mapstructure:"rescan_interval"`

	// Naming chooses the names of the metrics: otel, dcgm or both. Default: otel.
	Naming Naming `mapstructure:"naming"`
	// Hostname is the host in host.name and, in DCGM naming, the label of the host.
	// Default: the name of the host.
	Hostname string `mapstructure:"hostname"`
	// HostnameLabel is the name of that label. Default: hostname.
	HostnameLabel string `mapstructure:"hostname_label"`

	// Steady is what is sampled all the time. Default: every 5s.
	Steady ProfileConfig `mapstructure:"steady"`
	// Incident is what is sampled in incident mode. Default: every 250ms.
	Incident ProfileConfig `mapstructure:"incident"`
	// ExtraFields are sampled with the steady profile besides its own. Default: none.
	ExtraFields []string `mapstructure:"extra_fields"`
	// PreTrigger is the flight recorder: how much of the time before an incident is
	// emitted when it begins. Default: 0, nothing.
	PreTrigger time.Duration `mapstructure:"pre_trigger"`

	// NVSwitch adds the NVSwitches, NVLink the links of GPUs and NVSwitches.
	// Default: false.
	NVSwitch bool `mapstructure:"nvswitch"`
	NVLink   bool `mapstructure:"nvlink"`

	// Pods adds who runs on a GPU. Default: not added.
	Pods configoptional.Optional[gpumap.Config] `mapstructure:"pods"`
	// Mode says when GPUs go into incident mode.
	Mode mode.Config `mapstructure:"mode"`

	metadata.MetricsBuilderConfig `mapstructure:",squash"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// ReconnectConfig bounds the time between two attempts to connect. It doubles
// with every attempt.
type ReconnectConfig struct {
	// InitialInterval is the first. Default: 1s.
	InitialInterval time.Duration `mapstructure:"initial_interval"`
	// MaxInterval is the longest. Default: 1m.
	MaxInterval time.Duration `mapstructure:"max_interval"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// ProfileConfig says what is sampled how often.
type ProfileConfig struct {
	// Interval between two samples. At least 100ms with profiling fields.
	Interval time.Duration `mapstructure:"interval"`
	// Fields by their DCGM names.
	Fields []string `mapstructure:"fields"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var (
	_ confmap.Validator   = (*Config)(nil)
	_ confmap.Unmarshaler = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	return &Config{
		Endpoint:       "localhost:5555",
		CallTimeout:    10 * time.Second,
		Reconnect:      ReconnectConfig{InitialInterval: time.Second, MaxInterval: time.Minute},
		RescanInterval: 30 * time.Second,
		HostnameLabel:  "hostname",
		Steady:         ProfileConfig{Interval: 5 * time.Second, Fields: defaultSteadyFields()},
		Incident:       ProfileConfig{Interval: 250 * time.Millisecond, Fields: defaultIncidentFields()},
		Pods:           configoptional.Default(gpumap.DefaultConfig()),
		Mode:           mode.DefaultConfig(),

		MetricsBuilderConfig: metadata.NewDefaultMetricsBuilderConfig(),
	}
}

// Unmarshal implements confmap.Unmarshaler: naming decides which metrics are
// enabled, before metrics says so one by one.
func (c *Config) Unmarshal(conf *confmap.Conf) error {
	var naming struct {
		Naming Naming `mapstructure:"naming"`
	}
	if err := conf.Unmarshal(&naming, confmap.WithIgnoreUnused()); err != nil {
		return err
	}
	naming.Naming.apply(&c.Metrics)
	return conf.Unmarshal(c)
}

// Validate implements confmap.Validator. The sections check themselves.
func (c *Config) Validate() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if _, err := c.endpoint(); err != nil {
		errs = append(errs, err)
	}
	for _, d := range []struct {
		key   string
		value time.Duration
	}{
		{"call_timeout", c.CallTimeout},
		{"reconnect::initial_interval", c.Reconnect.InitialInterval},
	} {
		if d.value < 10*time.Millisecond {
			fail("%s: must be at least 10ms, is %s", d.key, d.value)
		}
	}
	if c.Reconnect.MaxInterval < c.Reconnect.InitialInterval {
		fail("reconnect::max_interval: %s must be at least initial_interval, %s", c.Reconnect.MaxInterval, c.Reconnect.InitialInterval)
	}
	if c.RescanInterval < time.Second {
		fail("rescan_interval: must be at least 1s, is %s", c.RescanInterval)
	}
	if c.HostnameLabel == "" {
		fail("hostname_label: must not be empty, use hostname or Hostname")
	}
	fields, err := c.fields()
	if err != nil {
		errs = append(errs, err)
	} else {
		errs = append(errs, c.Steady.checkInterval("steady", fields.steady), c.Incident.checkInterval("incident", fields.incident))
		if len(fields.steady) == 0 {
			fail("steady::fields: is empty, name at least one field")
		}
	}
	if c.Incident.Interval >= c.Steady.Interval {
		fail("incident::interval: %s must be shorter than steady::interval, %s", c.Incident.Interval, c.Steady.Interval)
	}
	if c.PreTrigger != 0 && (c.PreTrigger < c.Incident.Interval || c.PreTrigger > maxPreTrigger) {
		fail("pre_trigger: %s must be 0, or from incident::interval (%s) to %s", c.PreTrigger, c.Incident.Interval, maxPreTrigger)
	}
	return errors.Join(errs...)
}

func (p *ProfileConfig) checkInterval(key string, ids []field.ID) error {
	if p.Interval < minInterval {
		return fmt.Errorf("%s::interval: must be at least %s, is %s", key, minInterval, p.Interval)
	}
	for _, id := range ids {
		if id.Prof() && p.Interval < minProfInterval {
			return fmt.Errorf("%s::interval: %s is too short for the profiling fields (DCGM_FI_PROF_*): they need %s",
				key, p.Interval, minProfInterval)
		}
	}
	return nil
}

// fieldIDs are the configured fields without repetition.
type fieldIDs struct {
	steady, incident []field.ID
	// names are as configured.
	names map[field.ID]string
}

// fields resolves the names of the fields, of the profiles, of extra_fields and
// of the rules.
func (c *Config) fields() (fieldIDs, error) {
	f := fieldIDs{names: map[field.ID]string{}}
	var errs []error
	add := func(ids *[]field.ID, key string, names []string) {
		seen := map[field.ID]bool{}
		for _, id := range *ids {
			seen[id] = true
		}
		for i, name := range names {
			id, err := field.Lookup(name)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s[%d]: %w", key, i, err))
				continue
			}
			if !seen[id] {
				seen[id] = true
				*ids = append(*ids, id)
				f.names[id] = name
			}
		}
	}
	add(&f.steady, "steady::fields", c.Steady.Fields)
	add(&f.steady, "extra_fields", c.ExtraFields)
	add(&f.incident, "incident::fields", c.Incident.Fields)
	for i := range c.Mode.Rules {
		id, err := field.Lookup(c.Mode.Rules[i].Field)
		if err != nil {
			errs = append(errs, fmt.Errorf("mode::rules[%d]::field: %w", i, err))
			continue
		}
		if _, known := f.names[id]; !known {
			f.steady = append(f.steady, id)
			f.names[id] = c.Mode.Rules[i].Field
		}
	}
	for _, level := range []struct {
		on    bool
		level field.Level
	}{{c.NVSwitch, field.LevelSwitch}, {c.NVLink, field.LevelLink}} {
		for _, known := range field.All() {
			if level.on && known.Level == level.level {
				add(&f.steady, "", []string{known.Name})
			}
		}
	}
	return f, errors.Join(errs...)
}

// endpoint parses endpoint and embedded.
func (c *Config) endpoint() (engine.Endpoint, error) {
	if c.Embedded {
		return engine.Endpoint{Embedded: true}, nil
	}
	address, tcp := strings.CutPrefix(c.Endpoint, "tcp://")
	address, unix := strings.CutPrefix(address, "unix://")
	switch {
	case address == "":
		return engine.Endpoint{}, errors.New("endpoint: is empty, use host:port, a path such as /run/nvidia/dcgm.sock, or embedded: true")
	case unix || !tcp && strings.HasPrefix(address, "/"):
		if !filepath.IsAbs(address) {
			return engine.Endpoint{}, fmt.Errorf("endpoint: %q must be an absolute path", address)
		}
		return engine.Endpoint{Address: address}, nil
	case strings.Contains(address, "://"):
		return engine.Endpoint{}, fmt.Errorf("endpoint: %q has an unknown scheme, use tcp:// or unix://", c.Endpoint)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return engine.Endpoint{}, fmt.Errorf("endpoint: %q is not host:port: %w", c.Endpoint, err)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || host == "" {
		return engine.Endpoint{}, fmt.Errorf("endpoint: %q needs a host and a port from 1 to 65535", c.Endpoint)
	}
	return engine.Endpoint{Address: address}, nil
}
