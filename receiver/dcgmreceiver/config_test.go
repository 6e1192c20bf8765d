// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
)

func load(t *testing.T, name string) (*Config, error) {
	t.Helper()
	conf, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	require.NoError(t, err)
	sub, err := conf.Sub(component.NewIDWithName(metadata.Type, name).String())
	require.NoError(t, err)
	require.NotEmpty(t, sub.ToStringMap(), "no section %q", name)
	cfg := createDefaultConfig().(*Config)
	if err := sub.Unmarshal(cfg); err != nil {
		return nil, err
	}
	return cfg, confmap.Validate(cfg)
}

func TestDefaultConfigIsValid(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, confmap.Validate(cfg))
	endpoint, err := cfg.endpoint()
	require.NoError(t, err)
	assert.Equal(t, engine.Endpoint{Address: "localhost:5555"}, endpoint)
	assert.False(t, cfg.Pods.HasValue())
}

func TestConfigErrorsNameTheKeyAndTheFix(t *testing.T) {
	for name, want := range map[string][]string{
		"bad": {
			`endpoint: "localhost" is not host:port`,
			"call_timeout: must be at least 10ms, is 0s",
			"reconnect::max_interval: 1s must be at least initial_interval, 2s",
			"rescan_interval: must be at least 1s, is 10ms",
			"hostname_label: must not be empty",
			"incident::interval: 50ms is too short for the profiling fields (DCGM_FI_PROF_*): they need 100ms",
			"pre_trigger: 1h0m0s must be 0, or from incident::interval (50ms) to 5m0s",
			"pods: no source",
			"mode: min_duration: 1h0m0s must be at most max_duration",
		},
		"bad_fields": {
			`steady::fields[1]: "GPU_UTIL": no DCGM field has this name, did you mean DCGM_FI_DEV_GPU_UTIL?`,
			`extra_fields[0]: "DCGM_FI_NONSENSE": no DCGM field has this name, see dcgm_fields.h`,
			`incident::fields[0]: "sm_active": no DCGM field has this name, did you mean DCGM_FI_PROF_SM_ACTIVE?`,
			`mode::rules[0]::field: "DCGM_FI_DEV_HEAT": no DCGM field has this name`,
		},
		"bad_intervals": {
			"steady::interval: must be at least 10ms, is 1ms",
			"incident::interval: 250ms must be shorter than steady::interval, 1ms",
		},
		"bad_empty":  {"steady::fields: is empty"},
		"bad_naming": {`naming "nvidia" must be otel, dcgm or both`},
		"bad_scheme": {`endpoint: "http://localhost:5555" has an unknown scheme, use tcp:// or unix://`},
		"bad_port":   {"needs a host and a port from 1 to 65535"},
		"bad_path":   {`endpoint: "run/dcgm.sock" must be an absolute path`},
		"bad_metric": {"DCGM_FI_DEV_GPU_UTILL"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, name)
			for _, text := range want {
				require.ErrorContains(t, err, text)
			}
		})
	}
}

func TestConfigEndpoints(t *testing.T) {
	for text, want := range map[string]engine.Endpoint{
		"gpu-1:5555":                   {Address: "gpu-1:5555"},
		"tcp://gpu-1:5555":             {Address: "gpu-1:5555"},
		"[::1]:5555":                   {Address: "[::1]:5555"},
		"/run/nvidia/dcgm.sock":        {Address: "/run/nvidia/dcgm.sock"},
		"unix:///run/nvidia/dcgm.sock": {Address: "/run/nvidia/dcgm.sock"},
	} {
		got, err := (&Config{Endpoint: text}).endpoint()
		require.NoError(t, err)
		assert.Equal(t, want, got, text)
		assert.Equal(t, want.Address[0] == '/', got.Unix())
	}
	got, err := (&Config{Embedded: true, Endpoint: "ignored"}).endpoint()
	require.NoError(t, err)
	assert.Equal(t, engine.Endpoint{Embedded: true}, got)
}

func TestConfigFull(t *testing.T) {
	cfg, err := load(t, "full")
	require.NoError(t, err)
	assert.Equal(t, NamingBoth, cfg.Naming)
	assert.Equal(t, 10*time.Second, cfg.Steady.Interval)
	assert.True(t, cfg.Pods.HasValue())
	fields, err := cfg.fields()
	require.NoError(t, err)
	assert.Equal(t, []field.ID{203, 1004, 155, 191, 150, 861, 862, 858, 780, 781, 1532, 1533}, fields.steady,
		"own, extra without repetition, of the rule, of switches and links")
	assert.Equal(t, []field.ID{1004}, fields.incident)
	assert.Equal(t, "DCGM_FI_DEV_FAN_SPEED", fields.names[191], "as configured")
}

func TestNamingText(t *testing.T) {
	for _, text := range []string{"otel", "dcgm", "both"} {
		var n Naming
		require.NoError(t, n.UnmarshalText([]byte(text)))
		back, err := n.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(back))
	}
}

func TestNamingDecidesWhatIsEnabled(t *testing.T) {
	for name, want := range map[string]struct{ otel, dcgm, power bool }{
		"naming_default": {true, false, true},
		"naming_dcgm":    {false, true, true}, // hw.power is enabled one by one
		"naming_both":    {true, true, false}, // and disabled here
	} {
		cfg, err := load(t, name)
		require.NoError(t, err)
		enabled := enabledMetrics(&cfg.Metrics)
		assert.Equal(t, want.otel, enabled["hw.energy"], name)
		assert.Equal(t, want.dcgm, enabled["DCGM_FI_DEV_GPU_UTIL"], name)
		assert.Equal(t, want.power, enabled["hw.power"], name)
	}
}
