// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"time"

	"go.opentelemetry.io/collector/confmap"
)

// Config says where the map comes from. It is meant to be a field of a
// component's configuration; start from DefaultConfig.
type Config struct {
	// PodResources asks the kubelet of this node.
	PodResources PodResourcesConfig `mapstructure:"pod_resources"`

	// File is the path of a static file (YAML) for what the kubelet does not
	// know: processes on bare metal, the GPU behind a device id. It is read again
	// on every refresh. Default: empty, no file.
	File string `mapstructure:"file"`

	// DriverDir is where the NVIDIA driver lists its GPUs. It tells the GPU behind
	// a device node (GKE's nvidia0). Default: /proc/driver/nvidia/gpus. Empty: not
	// read.
	DriverDir string `mapstructure:"driver_dir"`

	// Interval is the time between two refreshes. Default: 10s, at least 1s.
	Interval time.Duration `mapstructure:"interval"`

	// Grace is how long a pod that is gone still resolves, because its spans
	// arrive late. Default: 60s. 0: not at all.
	Grace time.Duration `mapstructure:"grace"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// PodResourcesConfig configures the kubelet as a source.
type PodResourcesConfig struct {
	// Socket is the path of the unix socket of the kubelet.
	// Default: /var/lib/kubelet/pod-resources/kubelet.sock. Empty: do not ask the
	// kubelet.
	Socket string `mapstructure:"socket"`

	// Timeout limits one request. Default: 5s.
	Timeout time.Duration `mapstructure:"timeout"`

	// ResourceNames are the extended resources that are GPUs, as patterns in which
	// * stands for any characters but a slash. Default: nvidia.com/gpu,
	// nvidia.com/gpu.shared, nvidia.com/mig-*.
	ResourceNames []string `mapstructure:"resource_names"`

	// ContainerLogs is the directory in which the kubelet keeps one link per
	// container. The kubelet's resource list has no pod UIDs and no container ids;
	// the names and targets of these links do. The log files are not opened.
	// Default: /var/log/containers. Empty: no pod UIDs, no container ids.
	ContainerLogs string `mapstructure:"container_logs"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ confmap.Validator = (*Config)(nil)

// DefaultConfig returns the configuration for a Kubernetes node.
func DefaultConfig() Config {
	return Config{
		PodResources: PodResourcesConfig{
			Socket:        "/var/lib/kubelet/pod-resources/kubelet.sock",
			Timeout:       5 * time.Second,
			ResourceNames: []string{"nvidia.com/gpu", "nvidia.com/gpu.shared", "nvidia.com/mig-*"},
			ContainerLogs: "/var/log/containers",
		},
		DriverDir: "/proc/driver/nvidia/gpus",
		Interval:  10 * time.Second,
		Grace:     time.Minute,
	}
}

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	if c.PodResources.Socket == "" && c.File == "" {
		fail("no source: set pod_resources::socket or file")
	}
	for _, p := range []struct{ key, path string }{
		{"pod_resources::socket", c.PodResources.Socket},
		{"pod_resources::container_logs", c.PodResources.ContainerLogs},
		{"file", c.File},
		{"driver_dir", c.DriverDir},
	} {
		if p.path != "" && !filepath.IsAbs(p.path) {
			fail("%s: %q is relative, use an absolute path", p.key, p.path)
		}
	}
	if c.PodResources.Socket != "" {
		if c.PodResources.Timeout <= 0 {
			fail("pod_resources::timeout: must be above 0, is %s", c.PodResources.Timeout)
		}
		if len(c.PodResources.ResourceNames) == 0 {
			fail("pod_resources::resource_names: is empty, name at least one resource")
		}
		for i, pattern := range c.PodResources.ResourceNames {
			if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
				fail("pod_resources::resource_names[%d]: %q is no pattern, use a resource name with * for any characters", i, pattern)
			}
		}
	}
	if c.Interval < time.Second {
		fail("interval: must be at least 1s, is %s", c.Interval)
	}
	if c.Grace < 0 {
		fail("grace: must not be negative, is %s", c.Grace)
	}
	return errors.Join(errs...)
}
