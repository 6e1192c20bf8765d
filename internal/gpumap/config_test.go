// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

func TestConfigUnmarshal(t *testing.T) {
	type component struct {
		GPUMap Config `mapstructure:"gpu_map"`
	}
	cfg := component{GPUMap: DefaultConfig()}
	require.NoError(t, confmap.NewFromStringMap(map[string]any{"gpu_map": map[string]any{
		"pod_resources": map[string]any{
			"socket":         "/run/kubelet.sock",
			"timeout":        "2s",
			"resource_names": []any{"nvidia.com/*"},
			"container_logs": "",
		},
		"file":       "/etc/gpus.yaml",
		"driver_dir": "/host/proc/driver/nvidia/gpus",
		"interval":   "30s",
		"grace":      0,
	}}).Unmarshal(&cfg))
	assert.Equal(t, Config{
		PodResources: PodResourcesConfig{
			Socket:        "/run/kubelet.sock",
			Timeout:       2 * time.Second,
			ResourceNames: []string{"nvidia.com/*"},
		},
		File:      "/etc/gpus.yaml",
		DriverDir: "/host/proc/driver/nvidia/gpus",
		Interval:  30 * time.Second,
	}, cfg.GPUMap)
	require.NoError(t, cfg.GPUMap.Validate())

	err := confmap.NewFromStringMap(map[string]any{"gpu_map": map[string]any{"sockt": "x"}}).Unmarshal(&cfg)
	require.ErrorContains(t, err, "sockt")
}

func TestConfigValidate(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*Config)
		want   []string
	}{
		{"default", func(*Config) {}, nil},
		{"file only", func(c *Config) { *c = Config{File: "/etc/gpus.yaml", Interval: time.Minute} }, nil},
		{"no source", func(c *Config) { c.PodResources.Socket = "" }, []string{"no source: set pod_resources::socket or file"}},
		{"relative paths", func(c *Config) {
			c.PodResources.Socket = "kubelet.sock"
			c.PodResources.ContainerLogs = "log"
			c.File = "gpus.yaml"
			c.DriverDir = "proc"
		}, []string{
			`pod_resources::socket: "kubelet.sock" is relative`, `pod_resources::container_logs: "log" is relative`,
			`file: "gpus.yaml" is relative`, `driver_dir: "proc" is relative`,
		}},
		{"times", func(c *Config) {
			c.PodResources.Timeout = 0
			c.Interval = 10 * time.Millisecond
			c.Grace = -time.Second
		}, []string{"pod_resources::timeout: must be above 0, is 0s", "interval: must be at least 1s, is 10ms", "grace: must not be negative, is -1s"}},
		{"no resources", func(c *Config) { c.PodResources.ResourceNames = nil }, []string{"pod_resources::resource_names: is empty"}},
		{"bad patterns", func(c *Config) { c.PodResources.ResourceNames = []string{"nvidia.com/gpu", "a[", ""} }, []string{
			`pod_resources::resource_names[1]: "a[" is no pattern`, `pod_resources::resource_names[2]: "" is no pattern`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cfg := DefaultConfig()
			tc.change(&cfg)
			err := cfg.Validate()
			if len(tc.want) == 0 {
				require.NoError(t, err)
			}
			for _, want := range tc.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}
