// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	podresources "k8s.io/kubelet/pkg/apis/podresources/v1"
)

type lookupCase struct {
	name string
	id   Identity
	want Result
}

func assertLookups(t *testing.T, m *Map, cases []lookupCase) {
	t.Helper()
	for _, tc := range cases {
		assert.Equal(t, tc.want, m.Lookup(tc.id), tc.name)
	}
}

func whole(uuids ...string) Result {
	r := Result{Status: StatusFound, UUIDs: uuids}
	for _, uuid := range uuids {
		r.GPUs = append(r.GPUs, GPU{UUID: uuid})
	}
	return r
}

func llm(name string) Identity { return Identity{Namespace: "llm", PodName: name} }

func owner(name, container string) Owner {
	return Owner{Identity: Identity{Namespace: "llm", PodName: name, ContainerName: container}}
}

func TestWholeGPU(t *testing.T) {
	k := newKubelet(t, recorded(t, "whole_gpu"))
	m := New(k.config(t), Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assertLookups(t, m, []lookupCase{
		{"container", Identity{Namespace: "llm", PodName: "vllm-0", ContainerName: "vllm"}, whole(gpuA)},
		{"pod", llm("vllm-0"), whole(gpuA)},
		{"pod without namespace", Identity{PodName: "vllm-0"}, whole(gpuA)},
		{"pod with a UID that nobody knows", Identity{Namespace: "llm", PodName: "vllm-0", PodUID: uid1}, whole(gpuA)},
		{"sidecar", Identity{Namespace: "llm", PodName: "vllm-0", ContainerName: "istio-proxy"}, Result{}},
		{"unknown container", Identity{Namespace: "llm", PodName: "vllm-0", ContainerName: "server"}, Result{}},
		{"wrong namespace", Identity{Namespace: "shop", PodName: "vllm-0"}, Result{}},
		{"pod with another resource", Identity{Namespace: "shop", PodName: "app-6d5f"}, Result{}},
		{"only the host", Identity{Host: "gpu-1"}, Result{}},
		{"only a UID that nobody knows", Identity{PodUID: uid1}, Result{}},
		{"nothing", Identity{}, Result{}},
	})
	assert.Equal(t, []Owner{owner("vllm-0", "vllm")}, m.Owners(GPU{UUID: gpuA}))
	assert.Empty(t, m.Owners(GPU{UUID: gpuB}))
	assert.Empty(t, m.Owners(GPU{}))
	assert.Empty(t, m.Owners(GPU{UUID: gpuA, MIG: MIG{UUID: mig7}}), "an unknown slice is not the whole GPU")
	assert.Equal(t, Stats{Pods: 2, Devices: 1}, m.Stats())
}

func TestResourceNames(t *testing.T) {
	k := newKubelet(t, recorded(t, "whole_gpu"))
	cfg := k.config(t)
	cfg.PodResources.ResourceNames = []string{"vendor.example/*"}
	m := New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, whole(gpuB), m.Lookup(Identity{Namespace: "shop", PodName: "app-6d5f"}))
	assert.Equal(t, StatusNotFound, m.Lookup(llm("vllm-0")).Status)
}

func TestTensorParallel(t *testing.T) {
	k := newKubelet(t, recorded(t, "tensor_parallel"))
	m := New(k.config(t), Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assertLookups(t, m, []lookupCase{
		{"both GPUs, sorted", llm("sglang-0"), whole(gpuB, gpuA)},
		{"container narrows", Identity{Namespace: "llm", PodName: "disaggregated-0", ContainerName: "decode"}, whole(gpuD)},
		{"pod is the union", llm("disaggregated-0"), whole(gpuC, gpuD)},
	})
	assert.Equal(t, []Owner{owner("disaggregated-0", "prefill")}, m.Owners(GPU{UUID: gpuC}))
}

func TestMIG(t *testing.T) {
	slices := map[string]GPU{
		mig7: {UUID: gpuC, MIG: MIG{InstanceID: "7", Profile: "1g.5gb"}},
		mig9: {UUID: gpuC, MIG: MIG{InstanceID: "5", Profile: "2g.10gb"}},
		mig5: {UUID: gpuC, MIG: MIG{InstanceID: "13", Profile: "2g.10gb"}},
	}
	k := newKubelet(t, recorded(t, "mig"))
	m := New(k.config(t), Settings{Resolver: resolverFunc(func(id DeviceID) (GPU, bool) {
		gpu, ok := slices[id.MIG]
		return gpu, ok
	})})
	require.NoError(t, m.refresh(t.Context()))
	assertLookups(t, m, []lookupCase{
		{"one slice", llm("small-0"), Result{
			Status: StatusFound, UUIDs: []string{gpuC},
			GPUs: []GPU{{UUID: gpuC, MIG: MIG{UUID: mig7, InstanceID: "7", Profile: "1g.5gb"}}},
		}},
		{"two slices of one GPU", llm("pair-0"), Result{
			Status: StatusFound, UUIDs: []string{gpuC},
			GPUs: []GPU{
				{UUID: gpuC, MIG: MIG{UUID: mig9, InstanceID: "5", Profile: "2g.10gb"}},
				{UUID: gpuC, MIG: MIG{UUID: mig5, InstanceID: "13", Profile: "2g.10gb"}},
			},
		}},
		{"id of an old driver", llm("old-driver-0"), Result{
			Status: StatusFound, UUIDs: []string{gpuC},
			GPUs: []GPU{{UUID: gpuC, MIG: MIG{InstanceID: "9"}}},
		}},
		{"nobody knows the parent", llm("unknown-0"), Result{Status: StatusUnresolved}},
	})
	small := []Owner{owner("small-0", "vllm")}
	assert.Equal(t, small, m.Owners(GPU{MIG: MIG{UUID: mig7}}), "by MIG UUID")
	assert.Equal(t, small, m.Owners(GPU{UUID: gpuC, MIG: MIG{InstanceID: "7"}}), "by GPU and instance")
	assert.Equal(t, []Owner{owner("old-driver-0", "vllm")}, m.Owners(GPU{UUID: gpuC, MIG: MIG{UUID: "MIG-of-nobody", InstanceID: "9"}}))
	assert.Equal(t, []Owner{owner("unknown-0", "vllm")}, m.Owners(GPU{MIG: MIG{UUID: "MIG-ffffffff-3c2a-5d5a-9c4b-5f4ef3b6a7d4"}}), "an owner needs no parent")
	assert.Empty(t, m.Owners(GPU{UUID: gpuC}), "nobody owns the whole GPU")
	assert.Equal(t, Stats{Pods: 4, Devices: 5, UnresolvedDevices: 1, Unresolved: 1}, m.Stats())

	slices = map[string]GPU{mig7: {UUID: gpuC}}
	k.answer(onePod("new-0", mig7))
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, []GPU{{UUID: gpuC, MIG: MIG{UUID: mig7}}}, m.Lookup(llm("new-0")).GPUs, "the parent is enough")
	assert.Empty(t, m.Owners(GPU{UUID: gpuC}), "still not the whole GPU")
}

func TestResolverGoesAway(t *testing.T) {
	known := true
	k := newKubelet(t, onePod("small-0", mig7))
	m := New(k.config(t), Settings{Resolver: resolverFunc(func(DeviceID) (GPU, bool) {
		return GPU{UUID: gpuC}, known
	})})
	require.NoError(t, m.refresh(t.Context()))
	known = false
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, []string{gpuC}, m.Lookup(llm("small-0")).UUIDs, "a pod keeps its slice while the resolver is away")
}

func TestResolverIsNotTrustedBlindly(t *testing.T) {
	k := newKubelet(t, onePod("small-0", mig7))
	m := New(k.config(t), Settings{Resolver: resolverFunc(func(DeviceID) (GPU, bool) {
		return GPU{UUID: "0"}, true
	})})
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, Result{Status: StatusUnresolved}, m.Lookup(llm("small-0")))
}

func TestTimeSlicing(t *testing.T) {
	k := newKubelet(t, recorded(t, "time_slicing"))
	cfg := k.config(t)
	cfg.File = filepath.Join("testdata", "file", "static.yaml")
	m := New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	shared := Result{Status: StatusFound, GPUs: []GPU{{UUID: gpuA, Shared: true}}, UUIDs: []string{gpuA}}
	assertLookups(t, m, []lookupCase{
		{"two replicas are one GPU", llm("embed-a"), shared},
		{"another pod on the same GPU", llm("embed-b"), shared},
		{"replica of a slice, parent from the file", llm("slice-a"), Result{
			Status: StatusFound, UUIDs: []string{gpuC},
			GPUs: []GPU{{UUID: gpuC, MIG: MIG{UUID: mig7, InstanceID: "7", Profile: "1g.5gb"}, Shared: true}},
		}},
	})
	a, b := owner("embed-a", "tei"), owner("embed-b", "tei")
	a.Shared, b.Shared = true, true
	assert.Equal(t, []Owner{a, b}, m.Owners(GPU{UUID: gpuA}), "the file adds no owner where the kubelet has one")
	assert.Equal(t, []Owner{{Identity: Identity{Host: "gpu-1"}}, {Identity: Identity{Host: "gpu-1", ServiceName: "vllm-llama"}}}, m.Owners(GPU{UUID: gpuB}))
}

func TestGKE(t *testing.T) {
	k := newKubelet(t, recorded(t, "gke"))
	cfg := k.config(t)
	cfg.DriverDir = t.TempDir()
	writeDriver(t, cfg.DriverDir, map[string]string{"0000:00:04.0": information(gpuA, "0"), "0000:00:05.0": information(gpuB, "1")})
	m := New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assertLookups(t, m, []lookupCase{
		{"whole GPU", llm("whole-0"), whole(gpuA)},
		{"slice", llm("slice-0"), Result{Status: StatusFound, UUIDs: []string{gpuB}, GPUs: []GPU{{UUID: gpuB, MIG: MIG{InstanceID: "7"}}}}},
		{"shared slice", llm("shared-0"), Result{Status: StatusFound, UUIDs: []string{gpuB}, GPUs: []GPU{{UUID: gpuB, MIG: MIG{InstanceID: "9"}, Shared: true}}}},
		{"node of nothing", llm("unknown-0"), Result{Status: StatusUnresolved}},
	})
	assert.Equal(t, []Owner{owner("slice-0", "vllm")}, m.Owners(GPU{UUID: gpuB, MIG: MIG{InstanceID: "7"}}))
}

func TestFileDescribesNodes(t *testing.T) {
	k := newKubelet(t, recorded(t, "gke"))
	cfg := k.config(t)
	cfg.File = filepath.Join(t.TempDir(), "gpus.yaml")
	require.NoError(t, os.WriteFile(cfg.File, []byte("devices: [{id: nvidia1, gpu: "+gpuD+"}]"), 0o600))
	m := New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, []GPU{{UUID: gpuD, MIG: MIG{InstanceID: "7"}}}, m.Lookup(llm("slice-0")).GPUs)
}

func TestDRA(t *testing.T) {
	k := newKubelet(t, recorded(t, "dra"))
	m := New(k.config(t), Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assertLookups(t, m, []lookupCase{
		{"claim without a UUID", llm("claim-0"), Result{Status: StatusUnresolved}},
		{"UUID in the CDI name", llm("cdi-0"), Result{Status: StatusFound, UUIDs: []string{gpuB}, GPUs: []GPU{{UUID: gpuB, Shared: true}}}},
		{"CDI names of two GPUs", llm("contradiction-0"), Result{Status: StatusUnresolved}},
		{"one GPU known, one not", llm("mixed-0"), Result{Status: StatusUnresolved}},
	})
	assert.Equal(t, []Owner{owner("mixed-0", "vllm")}, m.Owners(GPU{UUID: gpuA}), "an owner of one GPU owns it, whatever the other is")
	stats := m.Stats()
	assert.Equal(t, 5, stats.Devices, "other drivers are no GPUs")
	assert.Equal(t, 3, stats.UnresolvedDevices)
	assert.Equal(t, uint64(3), stats.Unresolved)

	cfg := k.config(t)
	cfg.File = filepath.Join("testdata", "file", "static.yaml")
	m = New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, whole(gpuD), m.Lookup(llm("claim-0")), "the file knows pool and device")
}

func TestNameInTwoNamespaces(t *testing.T) {
	k := newKubelet(t, &podresources.ListPodResourcesResponse{PodResources: []*podresources.PodResources{
		pod("llm", "web", gpuA), pod("shop", "web"),
		pod("llm", "twin", gpuB), pod("stage", "twin", gpuC), pod("test", "twin", gpuC),
	}})
	m := New(k.config(t), Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assertLookups(t, m, []lookupCase{
		{"one has no GPU", Identity{PodName: "web"}, Result{Status: StatusAmbiguous}},
		{"different GPUs", Identity{PodName: "twin", ContainerName: "vllm"}, Result{Status: StatusAmbiguous}},
		{"namespace tells", Identity{Namespace: "shop", PodName: "web"}, Result{}},
		{"other namespace", llm("web"), whole(gpuA)},
	})
	assert.Equal(t, uint64(2), m.Stats().Ambiguous)
}

// TestTwoPodsOfOneName covers a kubelet that lists a pod that has ended together
// with its successor.
func TestTwoPodsOfOneName(t *testing.T) {
	k := newKubelet(t, &podresources.ListPodResourcesResponse{PodResources: []*podresources.PodResources{
		pod("llm", "vllm-0", gpuA), pod("llm", "vllm-0", gpuB), pod("llm", "same-0", gpuC), pod("llm", "same-0", gpuC),
	}})
	cfg := k.config(t)
	cfg.Grace = 0
	m := New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, Result{Status: StatusAmbiguous}, m.Lookup(llm("vllm-0")))
	assert.Equal(t, whole(gpuC), m.Lookup(llm("same-0")), "no contradiction")
	assert.Equal(t, []Owner{owner("vllm-0", "vllm")}, m.Owners(GPU{UUID: gpuB}))

	k.answer(onePod("vllm-0", gpuB))
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, whole(gpuB), m.Lookup(llm("vllm-0")))
}

func TestKubeletAndFileDisagree(t *testing.T) {
	k := newKubelet(t, &podresources.ListPodResourcesResponse{PodResources: []*podresources.PodResources{
		pod("llm", "vllm-0", gpuA), pod("llm", "slice-0", mig7),
	}})
	cfg := k.config(t)
	cfg.File = filepath.Join(t.TempDir(), "gpus.yaml")
	require.NoError(t, os.WriteFile(cfg.File, []byte(`entries:
  - match: {service.name: right}
    gpus: [`+gpuA+`]
  - match: {service.name: wrong}
    gpus: [`+gpuB+`]
  - match: {service.name: unknown}
    gpus: [nvidia9]
`), 0o600))
	m := New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()))
	for service, want := range map[string]Result{
		"right":   whole(gpuA),
		"wrong":   {Status: StatusAmbiguous},
		"unknown": whole(gpuA),
		"other":   whole(gpuA),
	} {
		id := llm("vllm-0")
		id.ServiceName = service
		assert.Equal(t, want, m.Lookup(id), service)
	}
	slice := llm("slice-0")
	assert.Equal(t, StatusUnresolved, m.Lookup(slice).Status)
	slice.ServiceName = "right"
	assert.Equal(t, whole(gpuA), m.Lookup(slice), "the file fills in")
}

func TestKubeletComesAndGoes(t *testing.T) {
	k := newKubelet(t, onePod("vllm-0", gpuA))
	k.server.Stop()
	m := New(k.config(t), Settings{})

	err := m.refresh(t.Context())
	require.ErrorContains(t, err, "pod_resources::socket "+k.socket)
	assert.Equal(t, codes.Unavailable, status.Code(err))
	assert.Equal(t, StatusNotFound, m.Lookup(llm("vllm-0")).Status)

	k.start(t)
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, whole(gpuA), m.Lookup(llm("vllm-0")))

	k.server.Stop()
	require.Error(t, m.refresh(t.Context()))
	assert.Equal(t, whole(gpuA), m.Lookup(llm("vllm-0")), "the last good list stays")
	assert.NotEmpty(t, m.Owners(GPU{UUID: gpuA}))

	k.response = onePod("vllm-1", gpuA)
	k.start(t)
	require.NoError(t, m.refresh(t.Context()))
	assert.Equal(t, whole(gpuA), m.Lookup(llm("vllm-1")))
	assert.Equal(t, []Owner{owner("vllm-1", "vllm")}, m.Owners(GPU{UUID: gpuA}))
}

func TestSocketIsNoKubelet(t *testing.T) {
	t.Run("garbage", func(t *testing.T) {
		socket := filepath.Join(t.TempDir(), "kubelet.sock")
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", socket)
		require.NoError(t, err)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
				_ = conn.Close()
			}
		}()
		cfg := DefaultConfig()
		cfg.PodResources.Socket = socket
		require.ErrorContains(t, New(cfg, Settings{}).refresh(t.Context()), "pod_resources::socket "+socket)
		require.NoError(t, listener.Close())
		<-done
	})
	t.Run("plain file with an odd name", func(t *testing.T) {
		cfg := DefaultConfig()
		cfg.PodResources.Socket = filepath.Join(t.TempDir(), "100% no socket?")
		require.NoError(t, os.WriteFile(cfg.PodResources.Socket, nil, 0o600))
		require.ErrorContains(t, New(cfg, Settings{}).refresh(t.Context()), "connection refused")
	})
}

func TestSlowKubelet(t *testing.T) {
	k := newKubelet(t, onePod("vllm-0", gpuA))
	k.hold = func(ctx context.Context) { <-ctx.Done() }
	cfg := k.config(t)
	cfg.PodResources.Timeout = 20 * time.Millisecond
	err := New(cfg, Settings{}).refresh(t.Context())
	assert.Equal(t, codes.DeadlineExceeded, status.Code(err), err)
}

func TestLookupAndShutdownDoNotWaitForTheKubelet(t *testing.T) {
	k := newKubelet(t, onePod("vllm-0", gpuA))
	asked := make(chan struct{})
	k.hold = func(ctx context.Context) {
		close(asked)
		<-ctx.Done()
	}
	cfg := k.config(t)
	cfg.PodResources.Timeout = time.Hour
	m := New(cfg, Settings{})
	require.NoError(t, m.Start(t.Context()))
	<-asked
	assert.Equal(t, StatusNotFound, m.Lookup(llm("vllm-0")).Status)
	require.NoError(t, m.Shutdown(t.Context()))
	assert.Zero(t, m.Stats().Failures, "to be stopped is no failure")
}

func TestLargeNode(t *testing.T) {
	response := &podresources.ListPodResourcesResponse{}
	for i := range 6000 {
		response.PodResources = append(response.PodResources, pod("llm", fmt.Sprintf("%s-%d", strings.Repeat("x", 1000), i)))
	}
	response.PodResources = append(response.PodResources, pod("llm", "vllm-0", gpuA))
	k := newKubelet(t, response)
	cfg := k.config(t)
	cfg.PodResources.Timeout = time.Minute
	m := New(cfg, Settings{})
	require.NoError(t, m.refresh(t.Context()), "above the limit of 4 MiB of gRPC")
	assert.Equal(t, whole(gpuA), m.Lookup(llm("vllm-0")))
}
