// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	podresources "k8s.io/kubelet/pkg/apis/podresources/v1"
)

// node is a node with a fake clock: its list and its links change between the
// refreshes of a running map.
type node struct {
	*Map
	logs string

	mu       sync.Mutex
	response *podresources.ListPodResourcesResponse
	err      error
}

// newNode starts a map. It must run in a synctest bubble.
func newNode(t *testing.T) *node {
	t.Helper()
	n := &node{response: &podresources.ListPodResourcesResponse{}, logs: t.TempDir()}
	cfg := DefaultConfig()
	cfg.PodResources.ContainerLogs = n.logs
	cfg.DriverDir = ""
	n.Map = New(cfg, Settings{})
	n.list = func(context.Context) ([]podAllocation, error) {
		n.mu.Lock()
		defer n.mu.Unlock()
		return podAllocations(n.response, cfg.PodResources.ResourceNames), n.err
	}
	require.NoError(t, n.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, n.Shutdown(context.Background())) })
	synctest.Wait()
	return n
}

// next lets the next refresh see these pods.
func (n *node) next(pods ...*podresources.PodResources) {
	n.mu.Lock()
	n.response, n.err = &podresources.ListPodResourcesResponse{PodResources: pods}, nil
	n.mu.Unlock()
	n.pass(n.cfg.Interval)
}

// fail lets the kubelet be away for this long.
func (n *node) fail(d time.Duration) {
	n.mu.Lock()
	n.err = errors.New("no kubelet")
	n.mu.Unlock()
	n.pass(d)
}

func (n *node) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (n *node) started(t *testing.T, uid, id string) {
	t.Helper()
	linkContainer(t, n.logs, uid, "vllm", id, time.Now())
}

func (n *node) removeLinks(t *testing.T) {
	t.Helper()
	links, err := os.ReadDir(n.logs)
	require.NoError(t, err)
	for _, link := range links {
		require.NoError(t, os.Remove(filepath.Join(n.logs, link.Name())))
	}
}

func byUID(uid string) Identity { return Identity{PodUID: uid} }

func TestPodThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.started(t, uid1, cid1)
		n.next(pod("llm", "vllm-0", gpuA))
		n.removeLinks(t)
		n.next()
		for _, id := range []Identity{llm("vllm-0"), byUID(uid1), {ContainerID: cid1}} {
			assert.Equal(t, whole(gpuA), n.Lookup(id), "spans arrive late")
		}
		assert.Empty(t, n.Owners(GPU{UUID: gpuA}), "the present has no owner")
		n.pass(50 * time.Second)
		assert.Equal(t, whole(gpuA), n.Lookup(llm("vllm-0")))
		n.pass(10 * time.Second)
		for _, id := range []Identity{llm("vllm-0"), byUID(uid1), {ContainerID: cid1}} {
			assert.Equal(t, Result{}, n.Lookup(id), "the grace is over")
		}
		assert.Empty(t, n.ledger.bound)
	})
}

// TestReusedName is a pod of a StatefulSet that comes back on another GPU, seen by
// a collector that cannot read UIDs.
func TestReusedName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.next(pod("llm", "vllm-0", gpuA))
		n.next(pod("llm", "vllm-0", gpuB))
		assert.Equal(t, Result{Status: StatusAmbiguous}, n.Lookup(llm("vllm-0")))
		assert.Equal(t, Result{Status: StatusAmbiguous}, n.Lookup(Identity{Namespace: "llm", PodName: "vllm-0", PodUID: uid2}))
		assert.Equal(t, []Owner{owner("vllm-0", "vllm")}, n.Owners(GPU{UUID: gpuB}), "the owner of now is certain")
		assert.Empty(t, n.Owners(GPU{UUID: gpuA}))
		n.pass(time.Minute)
		assert.Equal(t, whole(gpuB), n.Lookup(llm("vllm-0")), "the grace is over")
		assert.Equal(t, uint64(2), n.Stats().Ambiguous)
	})
}

func TestReusedNameOnTheSameGPU(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.next(pod("llm", "vllm-0", gpuA))
		n.next()
		n.next(pod("llm", "vllm-0", gpuA+"::1"))
		assert.Equal(t, []string{gpuA}, n.Lookup(llm("vllm-0")).UUIDs, "both pods say the same")
	})
}

func TestReusedNameWithoutGPU(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.next(pod("llm", "vllm-0", gpuA))
		n.next(pod("llm", "vllm-0"))
		assert.Equal(t, Result{Status: StatusAmbiguous}, n.Lookup(llm("vllm-0")))
		n.pass(time.Minute)
		assert.Equal(t, Result{}, n.Lookup(llm("vllm-0")))
	})
}

func TestReusedNameWithUIDs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.started(t, uid1, cid1)
		n.next(pod("llm", "vllm-0", gpuA))
		assert.Equal(t, uid1, n.Owners(GPU{UUID: gpuA})[0].PodUID)

		// The new pod is listed before its container starts; the old link is still
		// there and must not give its UID away.
		n.next(pod("llm", "vllm-0", gpuB))
		assert.Equal(t, whole(gpuA), n.Lookup(byUID(uid1)))
		assert.Equal(t, Result{}, n.Lookup(byUID(uid2)))
		assert.Empty(t, n.Owners(GPU{UUID: gpuB})[0].PodUID)

		n.started(t, uid2, cid2)
		n.next(pod("llm", "vllm-0", gpuB))
		old, current := llm("vllm-0"), llm("vllm-0")
		old.PodUID, current.PodUID = uid1, uid2
		assertLookups(t, n.Map, []lookupCase{
			{"old by UID and name", old, whole(gpuA)},
			{"current by UID and name", current, whole(gpuB)},
			{"old by UID", byUID(uid1), whole(gpuA)},
			{"current by UID", byUID(uid2), whole(gpuB)},
			{"current by UID and container", Identity{PodUID: uid2, ContainerName: "vllm"}, whole(gpuB)},
			{"current by UID, unknown container", Identity{PodUID: uid2, ContainerName: "proxy"}, Result{}},
			{"old by container", Identity{ContainerID: cid1}, whole(gpuA)},
			{"current by container", Identity{ContainerID: cid2}, whole(gpuB)},
			{"name alone", llm("vllm-0"), Result{Status: StatusAmbiguous}},
			{"third pod of that name", Identity{Namespace: "llm", PodName: "vllm-0", PodUID: "x"}, Result{}},
		})
		assert.Equal(t, uid2, n.Owners(GPU{UUID: gpuB})[0].PodUID)

		n.pass(time.Minute)
		assert.Equal(t, Result{}, n.Lookup(old), "the old pod is forgotten, and its name is another's")
		assert.Equal(t, whole(gpuB), n.Lookup(current))
		assert.Equal(t, whole(gpuB), n.Lookup(llm("vllm-0")))
	})
}

// TestLinkThatStays is a kubelet that does not clean up for longer than the grace.
func TestLinkThatStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.started(t, uid1, cid1)
		n.next(pod("llm", "vllm-0", gpuA))
		n.next(pod("llm", "vllm-0", gpuB))
		n.pass(5 * time.Minute)
		assert.Equal(t, Result{}, n.Lookup(byUID(uid1)))
		assert.Empty(t, n.Owners(GPU{UUID: gpuB})[0].PodUID)
		assert.Equal(t, whole(gpuB), n.Lookup(llm("vllm-0")))
		n.removeLinks(t)
		n.pass(n.cfg.Interval)
		assert.Empty(t, n.ledger.bound)
	})
}

// TestReplacedOnTheSameGPU is a pod that is replaced between two refreshes and
// gets the same GPU: only the link tells.
func TestReplacedOnTheSameGPU(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.started(t, uid1, cid1)
		n.next(pod("llm", "vllm-0", gpuA))
		n.started(t, uid2, cid2)
		n.next(pod("llm", "vllm-0", gpuA))
		for _, id := range []Identity{llm("vllm-0"), byUID(uid1), byUID(uid2), {ContainerID: cid1}, {ContainerID: cid2}} {
			assert.Equal(t, whole(gpuA), n.Lookup(id))
		}
		assert.Equal(t, uid2, n.Owners(GPU{UUID: gpuA})[0].PodUID)
	})
}

// TestDevicesComeLater is a pod that is listed before it has its devices, which is
// normal with DRA.
func TestDevicesComeLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.started(t, uid1, cid1)
		n.next(pod("llm", "vllm-0"))
		n.next(pod("llm", "vllm-0", gpuA))
		for _, id := range []Identity{llm("vllm-0"), byUID(uid1), {ContainerID: cid1}} {
			assert.Equal(t, whole(gpuA), n.Lookup(id))
		}
		n.next()
		n.next(pod("llm", "vllm-0", gpuA))
		assert.Equal(t, whole(gpuA), n.Lookup(byUID(uid1)), "a list with a hole changes nothing")
		assert.Equal(t, uid1, n.Owners(GPU{UUID: gpuA})[0].PodUID)
	})
}

func TestContainerRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.started(t, uid1, cid1)
		n.next(pod("llm", "vllm-0", gpuA))
		n.removeLinks(t)
		n.started(t, uid1, cid2)
		n.next(pod("llm", "vllm-0", gpuA))
		assert.Equal(t, whole(gpuA), n.Lookup(Identity{ContainerID: cid2}))
		assert.Equal(t, Result{}, n.Lookup(Identity{ContainerID: cid1}), "ids do not pile up")
		assert.Equal(t, whole(gpuA), n.Lookup(Identity{ContainerID: cid1, PodUID: uid1}))
	})
}

func TestAgeAndErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		assert.Zero(t, n.Age())
		require.NoError(t, n.Err())
		n.next(pod("llm", "vllm-0", gpuA))
		assert.Zero(t, n.Age())
		n.pass(9 * time.Second)
		assert.Equal(t, 9*time.Second, n.Age())

		n.fail(time.Hour)
		assert.Equal(t, time.Hour+9*time.Second, n.Age())
		require.ErrorContains(t, n.Err(), "no kubelet")
		assert.Equal(t, whole(gpuA), n.Lookup(llm("vllm-0")))
		assert.NotEmpty(t, n.Owners(GPU{UUID: gpuA}))
		stats := n.Stats()
		assert.Equal(t, uint64(362), stats.Refreshes)
		assert.Equal(t, uint64(360), stats.Failures)

		// A pod that vanished unseen still has its grace: nobody knows when it went.
		n.next()
		require.NoError(t, n.Err())
		assert.Less(t, n.Age(), 10*time.Second)
		assert.Equal(t, whole(gpuA), n.Lookup(llm("vllm-0")))
		n.pass(time.Minute)
		assert.Equal(t, Result{}, n.Lookup(llm("vllm-0")))
	})
}

func TestGraceRunsOutWhileTheKubeletIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t)
		n.next(pod("llm", "vllm-0", gpuA))
		n.next()
		n.fail(time.Minute)
		assert.Equal(t, Result{}, n.Lookup(llm("vllm-0")))
	})
}
