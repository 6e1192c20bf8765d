// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"os"
	"strings"
	"testing"

	"github.com/prometheus/otlptranslator"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
)

type documentedMetric struct {
	Description, Unit string
	Gauge             *struct {
		ValueType string `yaml:"value_type"`
	}
	Sum *struct {
		ValueType string `yaml:"value_type"`
		Monotonic bool
	}
}

// TestMetadataAndTableAgree: the receiver emits from its table of fields, and
// metadata.yaml configures and documents the same metrics.
func TestMetadataAndTableAgree(t *testing.T) {
	text, err := os.ReadFile("metadata.yaml")
	require.NoError(t, err)
	var documented struct{ Metrics map[string]documentedMetric }
	require.NoError(t, yaml.Unmarshal(text, &documented))

	seen := map[string]bool{}
	for _, f := range field.All() {
		seen[f.Name] = true
		d, ok := documented.Metrics[f.Name]
		require.True(t, ok, f.Name)
		assert.Empty(t, d.Unit, f.Name)
		assert.Equal(t, strings.TrimSuffix(f.Help, ".")+" ("+f.Unit+").", d.Description)
		require.NotNil(t, d.Gauge, f.Name)
		assert.Equal(t, f.Type == field.Int, d.Gauge.ValueType == "int", f.Name)
		m := f.Metric
		if m == nil {
			continue
		}
		seen[m.Name] = true
		d, ok = documented.Metrics[m.Name]
		require.True(t, ok, m.Name)
		assert.Equal(t, m.Description, d.Description)
		assert.Equal(t, m.Unit, d.Unit, m.Name)
		require.Equal(t, m.Sum, d.Sum != nil, m.Name)
		if m.Sum {
			assert.Equal(t, m.Monotonic, d.Sum.Monotonic, m.Name)
			assert.Equal(t, m.Int, d.Sum.ValueType == "int", m.Name)
		} else {
			assert.Equal(t, m.Int, d.Gauge.ValueType == "int", m.Name)
		}
	}
	cfg := metadata.DefaultMetricsConfig()
	for name := range metricSwitches(&cfg) {
		assert.True(t, seen[name], "%s is configured but no field becomes it", name)
	}
	assert.Len(t, documented.Metrics, len(seen))
}

// TestPrometheusNames translates the names as the exporters prometheusremotewrite
// and prometheus of v0.158.0 do, with and without suffixes.
func TestPrometheusNames(t *testing.T) {
	kind := func(m *field.Metric) otlptranslator.MetricType {
		switch {
		case m.Monotonic:
			return otlptranslator.MetricTypeMonotonicCounter
		case m.Sum:
			return otlptranslator.MetricTypeNonMonotonicCounter
		default:
			return otlptranslator.MetricTypeGauge
		}
	}
	for _, suffixes := range []bool{true, false} {
		namer := otlptranslator.MetricNamer{WithMetricSuffixes: suffixes}
		for _, f := range field.All() {
			got, err := namer.Build(otlptranslator.Metric{Name: f.Name, Unit: "", Type: otlptranslator.MetricTypeGauge})
			require.NoError(t, err)
			assert.Equal(t, f.Name, got, "dashboards for dcgm-exporter must go on working")
		}
	}
	namer := otlptranslator.MetricNamer{WithMetricSuffixes: true}
	names := map[string]string{}
	for _, f := range field.All() {
		if f.Metric != nil {
			got, err := namer.Build(otlptranslator.Metric{Name: f.Metric.Name, Unit: f.Metric.Unit, Type: kind(f.Metric)})
			require.NoError(t, err)
			names[f.Metric.Name] = got
		}
	}
	for name, want := range map[string]string{
		"hw.gpu.utilization":     "hw_gpu_utilization_ratio",
		"hw.gpu.memory.usage":    "hw_gpu_memory_usage_bytes",
		"hw.power":               "hw_power_watts",
		"hw.energy":              "hw_energy_joules_total",
		"hw.temperature":         "hw_temperature_celsius",
		"hw.errors":              "hw_errors_total",
		"dcgm.pipe.active":       "dcgm_pipe_active_ratio",
		"dcgm.clock.frequency":   "dcgm_clock_frequency_hertz",
		"dcgm.pcie.throughput":   "dcgm_pcie_throughput_bytes_per_second",
		"dcgm.nvlink.throughput": "dcgm_nvlink_throughput_bytes_per_second",
	} {
		assert.Equal(t, want, names[name], name)
	}
	label := otlptranslator.LabelNamer{}
	for _, key := range []string{"gpu", "UUID", "pci_bus_id", "device", "modelName", "GPU_I_ID", "GPU_I_PROFILE", "hostname", "gpu_uuid", "DCGM_FI_DRIVER_VERSION", "pod", "namespace", "container"} {
		got, err := label.Build(key)
		require.NoError(t, err)
		assert.Equal(t, key, got)
	}
}
