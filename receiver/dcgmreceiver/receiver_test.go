// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
)

func gpus(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "gpu %d\n", i)
	}
	return b.String()
}

func uuid(i int) string { return fmt.Sprintf("GPU-00000000-0000-0000-0000-%012d", i) }

// of returns the points of one GPU.
func of(points []point, gpu int) []point {
	var mine []point
	for _, p := range points {
		if p.label("gpu_uuid") == uuid(gpu) {
			mine = append(mine, p)
		}
	}
	return mine
}

// requireSpacing checks that samples follow each other at an interval.
func requireSpacing(tb testing.TB, points []point, interval time.Duration) {
	tb.Helper()
	for i := 1; i < len(points); i++ {
		require.Equal(tb, interval, points[i].Timestamp().AsTime().Sub(points[i-1].Timestamp().AsTime()), "sample %d", i)
	}
}

func TestSteadyCountsAreExact(t *testing.T) {
	for _, n := range []int{2, 8} {
		t.Run(fmt.Sprintf("%d GPUs", n), func(t *testing.T) {
			simulate(t, gpus(n), func(t *simulation) {
				b := start(t, nil)
				time.Sleep(61 * time.Second)
				assert.InDelta(t, 1, b.counter("receiver_dcgm_engine_up"), 0)
				assert.InDelta(t, n, b.counter("receiver_dcgm_gpus"), 0)
				b.stop()
				for gpu := range n {
					power := of(b.points("hw.power"), gpu)
					require.Len(t, power, 13, "0 s to 60 s")
					requireSpacing(t, power, 5*time.Second)
					sm := of(b.points("dcgm.sm.active"), gpu)
					require.Len(t, sm, 12, "the first sample of profiling fields is blank")
					requireSpacing(t, sm, 5*time.Second)
				}
			})
		})
	}
}

func TestTwoReceiversShareTheConnection(t *testing.T) {
	simulate(t, gpus(2), func(t *simulation) {
		t.engine.Scenario(gpus(2) + "log " + t.engine.LogFile() + "\n")
		a := start(t, nil)
		b := start(t, map[string]any{"naming": "dcgm", "steady": map[string]any{"interval": "2s", "fields": []any{"DCGM_FI_DEV_POWER_USAGE"}}})
		time.Sleep(41 * time.Second)
		_, err := NewFactory().CreateMetrics(t.Context(), a.settings(), parseConfig(t, map[string]any{"endpoint": "other:5555"}), a.sink)
		require.NoError(t, err)
		a.stop()
		time.Sleep(10 * time.Second)
		b.stop()
		// What one of them samples faster, the other one sees faster too, but it reads
		// at its own interval.
		assert.InDelta(t, 9, len(of(a.points("hw.power"), 0)), 1)
		assert.Len(t, of(a.points("hw.temperature"), 0), 18)
		assert.InDelta(t, 26, len(of(b.points("DCGM_FI_DEV_POWER_USAGE"), 0)), 1)
	})
}

func TestSecondEndpointIsRefused(t *testing.T) {
	fakedcgm.New(t, gpus(1))
	a := start(t, nil)
	other, err := NewFactory().CreateMetrics(t.Context(), a.settings(), parseConfig(t, map[string]any{"embedded": true}), a.sink)
	require.NoError(t, err)
	require.ErrorContains(t, other.Start(t.Context(), a.host), "tcp://localhost:5555 is in use, embedded cannot be")
	require.NoError(t, other.Shutdown(t.Context()))
	a.stop()
}

func TestMissingFieldsAreFoundOnce(t *testing.T) {
	scenario := gpus(2) + "val gpu:0 140 notsupported\nval gpu:1 140 const 50\nval * 251 noperm\nval * 253 notfound\nval * 155 status -8\n"
	simulate(t, scenario, func(t *simulation) {
		t.engine.Scenario(scenario + "log " + t.engine.LogFile() + "\n")
		b := start(t, nil)
		time.Sleep(26 * time.Second)
		assert.InDelta(t, 1, b.counter("receiver_dcgm_samples_dropped", "reason", "not_supported"), 0, "asked once")
		assert.InDelta(t, 12, b.counter("receiver_dcgm_samples_dropped", "reason", "no_permission"), 2, "may be permitted one day")
		assert.InDelta(t, 12, b.counter("receiver_dcgm_samples_dropped", "reason", "not_found"), 2)
		assert.InDelta(t, 12, b.counter("receiver_dcgm_samples_dropped", "reason", "error"), 2)
		b.stop()
		require.Len(t, of(b.points("hw.temperature"), 1), 2*6)
		require.Len(t, of(b.points("hw.temperature"), 0), 6)
		missing := b.logs.FilterMessageSnippet("does not have are not asked for again").All()
		require.Len(t, missing, 1)
		assert.Equal(t, []any{"DCGM_FI_DEV_MEMORY_TEMP"}, missing[0].ContextMap()["fields"])
		assert.Equal(t, 1, b.logs.FilterMessageSnippet("CAP_SYS_ADMIN").Len())
	})
}

func TestNoProfilingModule(t *testing.T) {
	simulate(t, "gpu 0 prof=0\n", func(t *simulation) {
		b := start(t, nil)
		time.Sleep(11 * time.Second)
		assert.Zero(t, b.counter("receiver_dcgm_samples_dropped"))
		b.stop()
		require.NotEmpty(t, b.points("hw.gpu.utilization"))
		require.Empty(t, b.points("dcgm.sm.active"), "nothing stands in for it")
		require.Equal(t, 1, b.logs.FilterMessageSnippet("DCGM has no profiling").Len())
	})
}

func TestUnknownFields(t *testing.T) {
	simulate(t, gpus(1), func(t *simulation) {
		b := start(t, map[string]any{"extra_fields": []any{"DCGM_FI_DEV_FAN_SPEED", "DCGM_FI_DEV_PSTATE", "DCGM_FI_DEV_NAME"}})
		time.Sleep(11 * time.Second)
		b.stop()
		require.Len(t, b.points("DCGM_FI_DEV_PSTATE"), 3)
		unknown := b.logs.FilterMessageSnippet("does not know some fields").All()
		require.Len(t, unknown, 1)
		assert.Equal(t, []any{"DCGM_FI_DEV_FAN_SPEED"}, unknown[0].ContextMap()["fields"])
		require.Equal(t, 1, b.logs.FilterMessageSnippet("are no numbers").Len())
	})
}

func TestCounterReset(t *testing.T) {
	simulate(t, gpus(1)+"val * 156 const 5000\n", func(t *simulation) {
		b := start(t, nil)
		time.Sleep(10500 * time.Millisecond)
		t.engine.Scenario(gpus(1) + "val * 156 const 1000\n") // the driver was loaded again
		time.Sleep(10 * time.Second)
		b.stop()
		energy := b.points("hw.energy")
		require.Len(t, energy, 5)
		first := energy[0].Timestamp()
		for i, want := range []float64{5, 5, 5, 1, 1} {
			assert.InDelta(t, want, energy[i].DoubleValue(), 0)
			wantStart := first
			if i >= 3 {
				wantStart = energy[2].Timestamp()
			}
			assert.Equal(t, wantStart, energy[i].StartTimestamp(), "point %d", i)
		}
	})
}

func TestXIDs(t *testing.T) {
	simulate(t, gpus(2), func(t *simulation) {
		b := start(t, map[string]any{"naming": "both"})
		time.Sleep(11 * time.Second)
		require.Empty(t, b.points("DCGM_FI_DEV_XID_ERRORS"))
		var events string
		for i, code := range []int{31, 31, 79} { // three between two reads
			events += fmt.Sprintf("event gpu:1 230 %d %d\n", code, time.Now().Add(time.Duration(i+1)*time.Second).UnixMicro())
		}
		t.engine.Scenario(gpus(2) + events)
		time.Sleep(15 * time.Second)
		b.stop()
		counts := map[string][]float64{}
		for _, p := range of(b.points("hw.errors"), 1) {
			if code := p.label("error.type"); strings.HasPrefix(code, "xid_") {
				counts[code] = append(counts[code], p.value())
			}
		}
		assert.Equal(t, map[string][]float64{"xid_31": {0, 1, 2, 2, 2, 2}, "xid_79": {0, 1, 1, 1, 1}}, counts,
			"from zero, one by one, then repeated with every read")
		last := of(b.points("DCGM_FI_DEV_XID_ERRORS"), 1)
		require.NotEmpty(t, last)
		assert.InDelta(t, 79, last[len(last)-1].value(), 0)
		for _, p := range b.points("hw.errors") {
			assert.Equal(t, uuid(1) == p.label("gpu_uuid"), strings.HasPrefix(p.label("error.type"), "xid_") || uuid(1) == p.label("gpu_uuid"))
			assert.LessOrEqual(t, p.StartTimestamp(), p.Timestamp())
		}
	})
}

func TestTheSameSampleIsEmittedOnce(t *testing.T) {
	fake := fakedcgm.New(t, gpus(1))
	base := time.Now()
	fake.SetClock(base)
	b := start(t, map[string]any{"steady": map[string]any{"interval": "100ms", "fields": []any{"DCGM_FI_DEV_POWER_USAGE"}}, "incident": map[string]any{"interval": "20ms", "fields": []any{}}})
	require.Eventually(t, func() bool { return len(b.points("hw.power")) == 1 }, 5*time.Second, 10*time.Millisecond)
	time.Sleep(500 * time.Millisecond)
	require.Len(t, b.points("hw.power"), 1, "the same sample is emitted once")
	fake.SetClock(base.Add(time.Second))
	require.Eventually(t, func() bool { return len(b.points("hw.power")) == 2 }, 5*time.Second, 10*time.Millisecond)
	b.stop()
	fake.SetClock(time.Time{})
}
