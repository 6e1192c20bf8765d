// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scope

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

const (
	uuid0 = "GPU-473571f2-fb37-ef7e-50fe-9885b74a23cd"
	uuid1 = "GPU-7a2e92f2-be71-d37e-a744-541600ffc722"
	other = "GPU-00000000-0000-0000-0000-000000000000"
)

var gpus = []GPU{
	{Index: 0, UUID: uuid0, PCIBusID: "00000000:3B:00.0"},
	{Index: 1, UUID: uuid1, PCIBusID: "00000000:AF:00.0"},
}

func TestResolve(t *testing.T) {
	type labels = map[string]string
	all := []string(nil)
	for _, tt := range []struct {
		name    string
		labels  labels
		want    []string
		verdict Verdict
	}{
		{"no label", labels{"alertname": "x"}, all, ""},
		{"this node", labels{"node": "gpu-node-1"}, all, ""},
		{"this node, in capitals", labels{"node": "GPU-Node-1"}, all, ""},
		{"this node, with a port", labels{"instance": "gpu-node-1:8000"}, all, ""},
		{"this node, by IPv6 address and port", labels{"instance": "[fd00::1]:8000"}, all, ""},
		{"this node, by IPv6 address", labels{"instance": "fd00::1"}, all, ""},
		{"another node", labels{"node": "gpu-node-2"}, all, OtherNode},
		{"another node whose name begins the same", labels{"node": "gpu-node-11"}, all, OtherNode},
		{"node stands above instance", labels{"node": "gpu-node-1", "instance": "10.0.0.9:8000"}, all, ""},
		{"node stands above instance on another node", labels{"node": "gpu-node-2", "instance": "gpu-node-1:9400"}, all, OtherNode},
		{"an empty label says nothing", labels{"node": "", "gpu": ""}, all, ""},
		{"UUID", labels{"gpu_uuid": uuid1}, []string{uuid1}, ""},
		{"UUID of dcgm-exporter", labels{"UUID": uuid1, "gpu": "1", "Hostname": "gpu-node-1"}, []string{uuid1}, ""},
		{"UUID in capitals", labels{"UUID": strings.ToUpper(uuid1)}, []string{uuid1}, ""},
		{"UUID stands above the node", labels{"UUID": uuid1, "instance": "10.0.0.9:9400"}, []string{uuid1}, ""},
		{"UUID of another node", labels{"UUID": other, "Hostname": "gpu-node-1"}, nil, UnknownGPU},
		{"MIG device", labels{"UUID": "MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1"}, nil, UnknownGPU},
		{"index", labels{"gpu": "0"}, []string{uuid0}, ""},
		{"index of this node", labels{"gpu": "0", "Hostname": "gpu-node-1"}, []string{uuid0}, ""},
		{"index of another node", labels{"gpu": "0", "Hostname": "gpu-node-2"}, nil, OtherNode},
		{"index that is not there", labels{"gpu": "7"}, nil, UnknownGPU},
		{"PCI bus id", labels{"pci_bus_id": "00000000:af:00.0"}, []string{uuid1}, ""},
		{"PCI bus id with a short domain", labels{"pci_bus_id": "0000:AF:00.0"}, []string{uuid1}, ""},
		{"PCI bus id of another domain", labels{"pci_bus_id": "00000001:AF:00.0"}, nil, UnknownGPU},
		{"a model is no GPU", labels{"gpu": "NVIDIA H100"}, all, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			config := DefaultConfig()
			config.NodeNames = []string{"gpu-node-1", "fd00::1"}
			r := NewResolver(config)
			r.SetGPUs(gpus)
			got, verdict := r.Resolve(tt.labels)
			assert.Equal(t, tt.verdict, verdict)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestResolveIgnoresUnscoped(t *testing.T) {
	config := DefaultConfig()
	config.NodeNames = []string{"gpu-node-1"}
	config.Unscoped = UnscopedIgnore
	r := NewResolver(config)
	r.SetGPUs(gpus)
	for name, labels := range map[string]map[string]string{
		"no label": {}, "an index without a node": {"gpu": "0"},
	} {
		_, verdict := r.Resolve(labels)
		assert.Equal(t, NotScoped, verdict, name)
	}
	got, verdict := r.Resolve(map[string]string{"gpu_uuid": uuid0})
	assert.Empty(t, verdict)
	assert.Equal(t, []string{uuid0}, got)
}

func TestResolveBeforeTheFirstScan(t *testing.T) {
	config := DefaultConfig()
	config.NodeNames = []string{"gpu-node-1"}
	r := NewResolver(config)
	got, verdict := r.Resolve(map[string]string{"UUID": uuid0})
	assert.Empty(t, verdict)
	assert.Equal(t, []string{uuid0}, got)
	_, verdict = r.Resolve(map[string]string{"UUID": uuid0, "node": "gpu-node-2"})
	assert.Equal(t, OtherNode, verdict)
	_, verdict = r.Resolve(map[string]string{"gpu": "0"})
	assert.Equal(t, UnknownGPU, verdict)
}

func TestFind(t *testing.T) {
	r := NewResolver(DefaultConfig())
	r.SetGPUs(gpus)
	assert.Equal(t, gpus, r.GPUs())
	for _, id := range []string{"1", uuid1, " 0000:af:00.0"} {
		uuid, ok := r.Find(id)
		assert.True(t, ok, id)
		assert.Equal(t, uuid1, uuid, id)
	}
	_, ok := r.Find("")
	assert.False(t, ok)
}

func TestDefaultNodeNames(t *testing.T) {
	t.Setenv("K8S_NODE_NAME", "Node-A")
	t.Setenv("NODE_NAME", "node-b")
	r := NewResolver(DefaultConfig())
	hostname, err := os.Hostname()
	require.NoError(t, err)
	for _, name := range []string{"node-a", "node-b:9400", "localhost:9400", "127.0.0.1:9400", "[::1]:9400", hostname + ":1"} {
		_, verdict := r.Resolve(map[string]string{"instance": name})
		assert.Empty(t, verdict, name)
	}
	_, verdict := r.Resolve(map[string]string{"instance": "node-c:9400"})
	assert.Equal(t, OtherNode, verdict)
}

func TestConfig(t *testing.T) {
	c := DefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"unscoped": "ignore", "gpu_labels": []any{"gpu"}, "node_labels": []any{}, "node_names": []any{"a"},
	}).Unmarshal(&c))
	assert.Equal(t, Config{
		GPULabels: []string{"gpu"}, NodeLabels: []string{}, NodeNames: []string{"a"}, Unscoped: UnscopedIgnore,
	}, c)
	require.NoError(t, c.Validate())
	c.GPULabels, c.NodeNames = []string{""}, []string{""}
	err := c.Validate()
	require.ErrorContains(t, err, "gpu_labels: must not have an empty entry")
	require.ErrorContains(t, err, "node_names: must not have an empty entry")
	err = confmap.NewFromStringMap(map[string]any{"unscoped": "all"}).Unmarshal(&c)
	require.ErrorContains(t, err, `"all" must be node or ignore`)
}
