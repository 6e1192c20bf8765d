// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	podresources "k8s.io/kubelet/pkg/apis/podresources/v1"
)

// kubelet is a PodResources server on a unix socket.
type kubelet struct {
	podresources.UnimplementedPodResourcesListerServer
	socket string
	server *grpc.Server

	mu       sync.Mutex
	response *podresources.ListPodResourcesResponse
	// hold, if set, is called before each answer.
	hold func(context.Context)
}

func newKubelet(t *testing.T, response *podresources.ListPodResourcesResponse) *kubelet {
	t.Helper()
	k := &kubelet{socket: filepath.Join(t.TempDir(), "kubelet.sock"), response: response}
	k.start(t)
	t.Cleanup(func() { k.server.Stop() })
	return k
}

func (k *kubelet) start(t *testing.T) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", k.socket)
	require.NoError(t, err)
	server := grpc.NewServer()
	podresources.RegisterPodResourcesListerServer(server, k)
	k.server = server
	go func() { _ = server.Serve(listener) }()
}

func (k *kubelet) answer(response *podresources.ListPodResourcesResponse) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.response = response
}

func (k *kubelet) List(ctx context.Context, _ *podresources.ListPodResourcesRequest) (*podresources.ListPodResourcesResponse, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.hold != nil {
		k.hold(ctx)
	}
	return k.response, nil
}

// config is for a map that asks only this kubelet.
func (k *kubelet) config(t *testing.T) Config {
	t.Helper()
	cfg := DefaultConfig()
	cfg.PodResources.Socket = k.socket
	cfg.PodResources.ContainerLogs = filepath.Join(t.TempDir(), "missing")
	cfg.DriverDir = ""
	return cfg
}

// recorded returns an answer from testdata/list.
func recorded(t *testing.T, name string) *podresources.ListPodResourcesResponse {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "list", name+".json"))
	require.NoError(t, err)
	var response podresources.ListPodResourcesResponse
	require.NoError(t, protojson.Unmarshal(content, &response))
	return &response
}

// onePod returns an answer with llm/name, container vllm and these devices.
func onePod(name string, ids ...string) *podresources.ListPodResourcesResponse {
	return &podresources.ListPodResourcesResponse{PodResources: []*podresources.PodResources{pod("llm", name, ids...)}}
}

func pod(namespace, name string, ids ...string) *podresources.PodResources {
	container := &podresources.ContainerResources{Name: "vllm"}
	if len(ids) > 0 {
		container.Devices = []*podresources.ContainerDevices{{ResourceName: "nvidia.com/gpu", DeviceIds: ids}}
	}
	return &podresources.PodResources{Namespace: namespace, Name: name, Containers: []*podresources.ContainerResources{container}}
}
