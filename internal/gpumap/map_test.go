// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpumap

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

// TestLifecycle runs a map against a kubelet that comes late, goes and comes back.
func TestLifecycle(t *testing.T) {
	k := newKubelet(t, onePod("vllm-0", gpuA))
	k.server.Stop()
	core, logs := observer.New(zap.InfoLevel)
	cfg := k.config(t)
	cfg.Interval = 2 * time.Millisecond
	m := New(cfg, Settings{Logger: zap.New(core)})
	require.NoError(t, m.Start(t.Context()), "a missing socket is no reason not to start")
	eventually := func(what string, ok func() bool) {
		require.Eventually(t, ok, 20*time.Second, time.Millisecond, what)
	}
	eventually("error", func() bool { return m.Err() != nil })

	k.start(t)
	eventually("found", func() bool { return m.Lookup(llm("vllm-0")).Status == StatusFound && m.Err() == nil })
	k.answer(onePod("vllm-1", gpuB))
	eventually("changed", func() bool { return len(m.Owners(GPU{UUID: gpuB})) == 1 })
	k.server.Stop()
	eventually("error", func() bool { return m.Err() != nil })
	k.start(t)
	eventually("no error", func() bool { return m.Err() == nil })
	require.NoError(t, m.Shutdown(t.Context()))

	assert.Equal(t, whole(gpuB), m.Lookup(llm("vllm-1")), "readable after the end")
	stats := m.Stats()
	assert.Positive(t, stats.Failures)
	assert.Greater(t, stats.Refreshes, stats.Failures)
	const failed, again = "GPU map not refreshed, the last good one stays in use", "GPU map refreshed again"
	var messages []string
	for _, entry := range logs.All() {
		messages = append(messages, entry.Message)
	}
	assert.Equal(t, []string{failed, again, failed, again}, messages, "changes are logged, not every refresh")
}

func TestShutdownWithoutStart(t *testing.T) {
	m := New(DefaultConfig(), Settings{})
	require.NoError(t, m.Shutdown(t.Context()))
	assert.Equal(t, Result{}, m.Lookup(llm("vllm-0")))
	assert.Empty(t, m.Owners(GPU{UUID: gpuA}))
	require.NoError(t, m.Err())
}

// TestConcurrentUse is for the race detector: readers while the kubelet's answer
// changes. A reader sees one of the two answers, never a mixture.
func TestConcurrentUse(t *testing.T) {
	k := newKubelet(t, onePod("vllm-0", gpuA, gpuB))
	cfg := k.config(t)
	cfg.Interval = time.Millisecond
	cfg.Grace = 0
	cfg.File = filepath.Join("testdata", "file", "static.yaml")
	m := New(cfg, Settings{})
	require.NoError(t, m.Start(t.Context()))
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				switch r := m.Lookup(llm("vllm-0")); r.Status {
				case StatusNotFound:
				case StatusFound:
					assert.Contains(t, [][]string{{gpuB, gpuA}, {gpuC, gpuD}}, r.UUIDs)
				default:
					assert.Fail(t, r.Status.String())
				}
				_ = m.Owners(GPU{UUID: gpuA})
				_, _, _ = m.Age(), m.Err(), m.Stats()
			}
		})
	}
	for i := range 20 {
		answer, want := onePod("vllm-0", gpuA, gpuB), gpuA
		if i%2 == 0 {
			answer, want = onePod("vllm-0", gpuC, gpuD), gpuC
		}
		k.answer(answer)
		require.Eventually(t, func() bool {
			owners := m.Owners(GPU{UUID: want})
			return len(owners) == 1 && owners[0].PodName == "vllm-0"
		}, 20*time.Second, time.Millisecond)
	}
	close(stop)
	readers.Wait()
	require.NoError(t, m.Shutdown(t.Context()))
}

func TestStatusString(t *testing.T) {
	for status, want := range map[Status]string{
		StatusNotFound: "not_found", StatusFound: "found", StatusAmbiguous: "ambiguous", StatusUnresolved: "unresolved", 9: "unknown",
	} {
		assert.Equal(t, want, status.String())
	}
}
