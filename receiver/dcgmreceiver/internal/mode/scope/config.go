// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scope

import (
	"errors"
	"fmt"
	"slices"
)

// Config says which labels of an alert name a GPU and a node.
type Config struct {
	// GPULabels name a GPU: its UUID, PCI bus id or index. The first one that the
	// alert has counts. Default: gpu_uuid, UUID, pci_bus_id, gpu.
	GPULabels []string `mapstructure:"gpu_labels"`
	// NodeLabels name a node; a port after the name is ignored. The first one that
	// the alert has counts. Default: node, nodename, hostname, Hostname, host_name,
	// k8s_node_name, kubernetes_node, instance.
	NodeLabels []string `mapstructure:"node_labels"`
	// NodeNames are the names and addresses of this node in those labels. Default: the
	// host name, with and without its domain, the environment variables K8S_NODE_NAME
	// and NODE_NAME, localhost, and the addresses of the network interfaces.
	NodeNames []string `mapstructure:"node_names"`
	// Unscoped is what an alert that names neither is about: node or ignore.
	// Default: node.
	Unscoped Unscoped `mapstructure:"unscoped"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// DefaultConfig returns the configuration that the key scope starts from.
func DefaultConfig() Config {
	return Config{
		GPULabels: []string{"gpu_uuid", "UUID", "pci_bus_id", "gpu"},
		NodeLabels: []string{
			"node", "nodename", "hostname", "Hostname", "host_name", "k8s_node_name", "kubernetes_node", "instance",
		},
		Unscoped: UnscopedNode,
	}
}

// Validate implements [confmap.Validator].
func (c *Config) Validate() error {
	var errs []error
	for _, list := range []struct {
		key    string
		values []string
	}{{"gpu_labels", c.GPULabels}, {"node_labels", c.NodeLabels}, {"node_names", c.NodeNames}} {
		if slices.Contains(list.values, "") {
			errs = append(errs, fmt.Errorf("%s: must not have an empty entry", list.key))
		}
	}
	return errors.Join(errs...)
}

// Unscoped is what an alert is about that names no GPU and no node.
type Unscoped string

// What an alert that names no GPU and no node is about.
const (
	UnscopedNode   Unscoped = "node"
	UnscopedIgnore Unscoped = "ignore"
)

// UnmarshalText implements [encoding.TextUnmarshaler].
func (u *Unscoped) UnmarshalText(text []byte) error {
	switch v := Unscoped(text); v {
	case UnscopedNode, UnscopedIgnore:
		*u = v
		return nil
	default:
		return fmt.Errorf("unscoped %q must be node or ignore", text)
	}
}
