// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	podresources "k8s.io/kubelet/pkg/apis/podresources/v1"
)

// fullNode returns a map of a node with 8 GPUs and 250 pods, and a file.
func fullNode(tb testing.TB) *Map {
	tb.Helper()
	m := New(Config{File: filepath.Join("testdata", "file", "static.yaml"), Grace: time.Minute}, Settings{})
	require.NoError(tb, m.readFile())
	m.ledger.update(time.Now(), podAllocations(fullList(), DefaultConfig().PodResources.ResourceNames), containerLinks{
		pods: map[podKey]linkedPod{{"llm", "vllm-3"}: {uid: uid1, containers: map[string]string{cid1: "vllm"}}},
	})
	m.publish()
	return m
}

func fullList() *podresources.ListPodResourcesResponse {
	response := &podresources.ListPodResourcesResponse{}
	for i := range 8 {
		response.PodResources = append(response.PodResources, pod("llm", fmt.Sprintf("vllm-%d", i), fmt.Sprintf("GPU-7a2e92f2-be71-d37e-a744-54160000000%d", i)))
	}
	for i := range 242 {
		response.PodResources = append(response.PodResources, pod("apps", fmt.Sprintf("app-%d", i)))
	}
	return response
}

var lookups = []struct {
	name string
	id   Identity
	want Status
}{
	{"names", Identity{Namespace: "llm", PodName: "vllm-3", ContainerName: "vllm", Host: "n", ServiceName: "s"}, StatusFound},
	{"pod_uid", Identity{Namespace: "llm", PodName: "vllm-3", PodUID: uid1, Host: "n", ServiceName: "s"}, StatusFound},
	{"container_id", Identity{ContainerID: cid1}, StatusFound},
	{"file", Identity{Host: "gpu-1", ServiceName: "vllm-llama"}, StatusFound},
	{"application_pod", Identity{Namespace: "apps", PodName: "app-7", Host: "n", ServiceName: "s"}, StatusNotFound},
	{"ambiguous", Identity{Host: "gpu-1", PID: 4242, ServiceName: "vllm-llama"}, StatusAmbiguous},
}

func TestLookupDoesNotAllocate(t *testing.T) {
	m := fullNode(t)
	for _, l := range lookups {
		t.Run(l.name, func(t *testing.T) {
			assert.Equal(t, l.want, m.Lookup(l.id).Status)
			assert.Zero(t, testing.AllocsPerRun(100, func() { m.Lookup(l.id) }))
		})
	}
	gpu := GPU{UUID: "GPU-7a2e92f2-be71-d37e-a744-541600000003"}
	assert.Len(t, m.Owners(gpu), 1)
	assert.Zero(t, testing.AllocsPerRun(100, func() { m.Owners(gpu) }))
}

func BenchmarkLookup(b *testing.B) {
	m := fullNode(b)
	for _, l := range lookups {
		b.Run(l.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Lookup(l.id)
			}
		})
	}
}

func BenchmarkOwners(b *testing.B) {
	m := fullNode(b)
	gpu := GPU{UUID: "GPU-7a2e92f2-be71-d37e-a744-541600000003"}
	b.ReportAllocs()
	for b.Loop() {
		m.Owners(gpu)
	}
}

// BenchmarkRefresh is what the background costs per interval, without the
// kubelet's own work.
func BenchmarkRefresh(b *testing.B) {
	m := fullNode(b)
	list := fullList()
	names := DefaultConfig().PodResources.ResourceNames
	b.ReportAllocs()
	for b.Loop() {
		m.ledger.update(time.Now(), podAllocations(list, names), containerLinks{})
		m.publish()
	}
}
