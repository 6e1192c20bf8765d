// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// hotRule puts a GPU into incident mode while its temperature is above 90 C.
func hotRule(more map[string]any) map[string]any {
	m := map[string]any{
		"min_duration": "1s",
		"rules":        []any{map[string]any{"name": "hot", "field": "DCGM_FI_DEV_GPU_TEMP", "comparison": ">", "value": 90}},
	}
	maps.Copy(m, more)
	return m
}

func between(points []point, from, to time.Time) []point {
	var in []point
	for _, p := range points {
		if at := p.Timestamp().AsTime(); at.After(from) && !at.After(to) {
			in = append(in, p)
		}
	}
	return in
}

func TestIncidentCountsAreExactAndOnlyForTheGPUConcerned(t *testing.T) {
	simulate(t, gpus(2), func(t *simulation) {
		b := start(t, map[string]any{"mode": hotRule(nil)})
		time.Sleep(10500 * time.Millisecond)
		t.engine.Scenario(gpus(2) + "val gpu:1 150 const 95\n")
		time.Sleep(5 * time.Second) // the steady read at 15 s finds it
		begin := time.Now()
		assert.InDelta(t, 1, b.counter("receiver_dcgm_mode", "gpu_uuid", uuid(1)), 0)
		assert.InDelta(t, 0, b.counter("receiver_dcgm_mode", "gpu_uuid", uuid(0)), 0)
		time.Sleep(9 * time.Second)
		end := time.Now()
		t.engine.Scenario(gpus(2))
		time.Sleep(20500 * time.Millisecond)
		assert.InDelta(t, 1, b.counter("receiver_dcgm_mode_transitions", "mode", "incident", "reason", "rule"), 0)
		assert.InDelta(t, 1, b.counter("receiver_dcgm_mode_transitions", "mode", "steady", "reason", "resolved"), 0)
		assert.Zero(t, b.counter("receiver_dcgm_samples_missed"))
		b.stop()

		for _, metric := range []string{"hw.power", "dcgm.sm.active", "dcgm.pcie.throughput"} {
			hot := of(between(b.points(metric), begin, end), 1)
			perSeries := 36
			if metric == "dcgm.pcie.throughput" {
				perSeries = 72 // both directions
			}
			require.Len(t, hot, perSeries, metric)
		}
		assert.Len(t, of(between(b.points("hw.power"), begin, end), 0), 1, "the other GPU stays at 5 s")
		requireSpacing(t, of(between(b.points("dcgm.sm.active"), begin, end), 1), 250*time.Millisecond)
		temperature := of(b.points("hw.temperature"), 1)
		assert.LessOrEqual(t, len(temperature), 2*10, "not in the incident profile")
		// Back in steady mode every sample has a value again: the second one at the latest.
		after := of(b.points("dcgm.sm.active"), 1)
		last := after[len(after)-3:]
		requireSpacing(t, last, 5*time.Second)
	})
}

func TestModeSwitchesLeaveNoBlankProfilingSamples(t *testing.T) {
	simulate(t, gpus(8), func(t *simulation) {
		b := start(t, map[string]any{
			"steady":   map[string]any{"interval": "1s"},
			"incident": map[string]any{"interval": "100ms"},
			"mode":     hotRule(map[string]any{"min_duration": "0s", "max_transitions_per_hour": 1000}),
		})
		const rounds = 20
		time.Sleep(1500 * time.Millisecond)
		for range rounds {
			t.engine.Scenario(gpus(8) + "val * 150 const 99\n")
			time.Sleep(4 * time.Second)
			t.engine.Scenario(gpus(8))
			time.Sleep(6 * time.Second)
		}
		assert.InDelta(t, 8*rounds, b.counter("receiver_dcgm_mode_transitions", "mode", "incident"), 0)
		// One blank for each profiling field, GPU and watch: 10 fields are watched
		// anew with each switch, 12 once.
		assert.LessOrEqual(t, b.counter("receiver_dcgm_samples_dropped", "reason", "no_value"), float64(8*(12+10*2*rounds)))
		assert.Zero(t, b.counter("receiver_dcgm_samples_missed"))
		b.stop()
		for gpu := range 8 {
			// Of 10 s a round, about 4 at 10 a second and 6 at 1 a second.
			assert.InDelta(t, rounds*(40+6), len(of(b.points("dcgm.sm.active"), gpu)), rounds*5)
		}
	})
}

func TestFlightRecorder(t *testing.T) {
	simulate(t, gpus(2), func(t *simulation) {
		b := start(t, map[string]any{"pre_trigger": "20s", "mode": hotRule(map[string]any{"min_duration": "0s"})})
		time.Sleep(30500 * time.Millisecond)
		require.Len(t, of(b.points("dcgm.sm.active"), 0), 6, "steady mode exports every 5 s")
		begin := time.Now()
		t.engine.Scenario(gpus(2) + "val gpu:0 150 const 95\n")
		time.Sleep(10 * time.Second)
		t.engine.Scenario(gpus(2))
		time.Sleep(10 * time.Second)
		t.engine.Scenario(gpus(2) + "val gpu:0 150 const 95\n") // again: the windows overlap
		time.Sleep(10 * time.Second)
		assert.InDelta(t, 2, b.counter("receiver_dcgm_mode_transitions", "mode", "incident"), 0)
		b.stop()

		require.Equal(t, 2, b.logs.FilterMessage("Samples from before the incident emitted").Len())
		for _, metric := range []string{"dcgm.sm.active", "hw.power"} {
			seen := map[pcommon.Timestamp]bool{}
			for _, p := range of(b.points(metric), 0) {
				require.False(t, seen[p.Timestamp()], "%s: a sample came twice", metric)
				seen[p.Timestamp()] = true
			}
			// 20 s before the trigger, then all of the time, without a gap.
			first, _ := time.ParseDuration("-14s")
			n := 0
			for at := range seen {
				if at.AsTime().After(begin.Add(first)) {
					n++
				}
			}
			assert.InDelta(t, (14+30)*4, n, 4, metric)
		}
		assert.Len(t, of(b.points("dcgm.sm.active"), 1), 12, "the other GPU")
	})
}
