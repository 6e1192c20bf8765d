// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"context"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	podresources "k8s.io/kubelet/pkg/apis/podresources/v1"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
)

// kubelet is a PodResources server that knows two pods.
type kubelet struct {
	podresources.UnimplementedPodResourcesListerServer
}

func (kubelet) List(context.Context, *podresources.ListPodResourcesRequest) (*podresources.ListPodResourcesResponse, error) {
	pod := func(name, resource, device string) *podresources.PodResources {
		return &podresources.PodResources{Name: name, Namespace: "llm", Containers: []*podresources.ContainerResources{{
			Name:    "engine",
			Devices: []*podresources.ContainerDevices{{ResourceName: resource, DeviceIds: []string{device}}},
		}}}
	}
	return &podresources.ListPodResourcesResponse{PodResources: []*podresources.PodResources{
		pod("vllm-0", "nvidia.com/gpu", "GPU-7a2e92f2-be71-d37e-a744-541600ffc722"),
		pod("notebook", "nvidia.com/mig-1g.5gb", "MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1"),
	}}, nil
}

// TestPodsOfAKubelet asks a real gRPC server on a unix socket. The kubelet names MIG
// devices by a UUID that only DCGM can place.
func TestPodsOfAKubelet(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "kubelet.sock")
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", socket)
	require.NoError(t, err)
	server := grpc.NewServer()
	podresources.RegisterPodResourcesListerServer(server, kubelet{})
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()

	fakedcgm.New(t, `
gpu 0 uuid=GPU-7a2e92f2-be71-d37e-a744-541600ffc722
gpu 1 uuid=GPU-473571f2-fb37-ef7e-50fe-9885b74a23cd mig=1
gi 0 gpu=1 nvml=7 slices=1 fb=4864 uuid=MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1
`)
	b := start(t, map[string]any{
		"steady":   map[string]any{"interval": "200ms"},
		"incident": map[string]any{"interval": "100ms"},
		"pods": map[string]any{"interval": "1s", "driver_dir": "", "pod_resources": map[string]any{
			"socket": socket, "container_logs": filepath.Join(t.TempDir(), "none"),
		}},
	})
	podOf := func(metric, uuid, instance string) string {
		name := ""
		for _, p := range b.points(metric) {
			if p.label("gpu_uuid") == uuid && p.label("gpu.mig.instance.id") == instance {
				name = p.label("k8s.pod.name")
			}
		}
		return name
	}
	require.Eventually(t, func() bool {
		return podOf("hw.power", "GPU-7a2e92f2-be71-d37e-a744-541600ffc722", "") == "vllm-0" &&
			podOf("hw.gpu.memory.usage", "GPU-473571f2-fb37-ef7e-50fe-9885b74a23cd", "7") == "notebook"
	}, 10*time.Second, 50*time.Millisecond)
	b.stop()
	assert.Empty(t, podOf("hw.power", "GPU-473571f2-fb37-ef7e-50fe-9885b74a23cd", ""))
}
