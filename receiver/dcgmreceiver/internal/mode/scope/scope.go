// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package scope finds out which GPUs of this node an alert is about, by its labels.
package scope

import (
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
)

// GPU is a physical GPU of this node.
type GPU struct {
	// Index is the id of the GPU in DCGM, the label gpu of dcgm-exporter.
	Index uint
	// UUID is "GPU-" and 36 characters.
	UUID string
	// PCIBusID is domain:bus:device.function, such as 00000000:3B:00.0.
	PCIBusID string
}

// Verdict says why an alert is not about this node; empty: it is.
type Verdict string

// The verdicts.
const (
	OtherNode  Verdict = "other_node"
	UnknownGPU Verdict = "unknown_gpu"
	NotScoped  Verdict = "unscoped"
)

// Resolver knows the GPUs and the names of this node. It is not safe for concurrent use.
type Resolver struct {
	config Config
	names  map[string]struct{}
	gpus   []GPU
	byID   map[string]string
}

// NewResolver returns a resolver that knows no GPU yet.
func NewResolver(config Config) *Resolver {
	names := config.NodeNames
	if len(names) == 0 {
		names = localNames()
	}
	r := &Resolver{config: config, names: make(map[string]struct{}, len(names))}
	for _, name := range names {
		r.names[strings.ToLower(name)] = struct{}{}
	}
	return r
}

// localNames returns what this machine may be called in the labels of an alert.
func localNames() []string {
	names := []string{"localhost", "127.0.0.1", "::1"}
	for _, name := range []string{os.Getenv("K8S_NODE_NAME"), os.Getenv("NODE_NAME")} {
		if name != "" {
			names = append(names, name)
		}
	}
	if host, err := os.Hostname(); err == nil {
		short, _, _ := strings.Cut(host, ".")
		names = append(names, host, short)
	}
	// Without them, alerts are found by the other names.
	addrs, _ := net.InterfaceAddrs()
	for _, addr := range addrs {
		if ip, ok := addr.(*net.IPNet); ok {
			names = append(names, ip.IP.String())
		}
	}
	return names
}

// SetGPUs replaces the GPUs of this node.
func (r *Resolver) SetGPUs(gpus []GPU) {
	r.gpus = slices.Clone(gpus)
	r.byID = make(map[string]string, 3*len(gpus))
	for _, gpu := range gpus {
		r.byID[strings.ToLower(gpu.UUID)] = gpu.UUID
		r.byID[strconv.FormatUint(uint64(gpu.Index), 10)] = gpu.UUID
		if gpu.PCIBusID != "" {
			r.byID[normalizePCI(gpu.PCIBusID)] = gpu.UUID
		}
	}
}

// GPUs returns the GPUs of this node. The caller does not change them.
func (r *Resolver) GPUs() []GPU { return r.gpus }

// Find returns the UUID of the GPU with this UUID, index or PCI bus id.
func (r *Resolver) Find(id string) (string, bool) {
	uuid, ok := r.byID[normalizePCI(strings.ToLower(strings.TrimSpace(id)))]
	return uuid, ok
}

// Resolve returns the UUIDs of the GPUs that an alert with these labels is about;
// nil: all of the node. As long as no GPU is known, a UUID is taken on trust.
func (r *Resolver) Resolve(labels map[string]string) ([]string, Verdict) {
	id, kind := r.gpuLabel(labels)
	if kind == kindUUID {
		if uuid, ok := r.Find(id); ok {
			return []string{uuid}, ""
		}
		if len(r.gpus) > 0 {
			return nil, UnknownGPU
		}
	}
	if verdict := r.node(labels); verdict != "" {
		return nil, verdict
	}
	switch kind {
	case kindUUID:
		return []string{id}, ""
	case kindLocal:
		uuid, ok := r.Find(id)
		if !ok {
			return nil, UnknownGPU
		}
		return []string{uuid}, ""
	}
	return nil, ""
}

func (r *Resolver) node(labels map[string]string) Verdict {
	for _, label := range r.config.NodeLabels {
		if value := labels[label]; value != "" {
			if _, ok := r.names[host(value)]; !ok {
				return OtherNode
			}
			return ""
		}
	}
	if r.config.Unscoped == UnscopedIgnore {
		return NotScoped
	}
	return ""
}

type kind uint8

const (
	kindNone kind = iota
	// kindUUID is unique in the world, kindLocal on its node.
	kindUUID
	kindLocal
)

// gpuLabel returns the first label that names a GPU. Other values of such labels,
// such as a model name, say nothing.
func (r *Resolver) gpuLabel(labels map[string]string) (string, kind) {
	for _, label := range r.config.GPULabels {
		value := labels[label]
		switch {
		case isUUID(value):
			return value, kindUUID
		case isIndex(value) || isPCI(value):
			return value, kindLocal
		}
	}
	return "", kindNone
}

// maxUUIDBytes is more than any UUID has; what is longer is not kept.
const maxUUIDBytes = 64

func isUUID(s string) bool {
	return len(s) > 4 && len(s) <= maxUUIDBytes && (strings.EqualFold(s[:4], "GPU-") || strings.EqualFold(s[:4], "MIG-"))
}

func isIndex(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

// isPCI accepts domain:bus:device.function with a domain of 4 or 8 digits.
func isPCI(s string) bool {
	return (len(s) == 12 || len(s) == 16) && strings.Count(s, ":") == 2 && s[len(s)-2] == '.'
}

// normalizePCI cuts the domain of a PCI bus id to 4 digits. Other ids stay as they are.
func normalizePCI(s string) string {
	s = strings.ToLower(s)
	if isPCI(s) && len(s) == 16 {
		return strings.TrimPrefix(s, "0000")
	}
	return s
}

// host cuts the port off and makes the rest lower case.
func host(s string) string {
	if h, _, err := net.SplitHostPort(s); err == nil {
		s = h
	}
	return strings.ToLower(s)
}
