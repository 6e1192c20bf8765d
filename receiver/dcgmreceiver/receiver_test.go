// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"

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

// hotRule puts a GPU into incident mode while its temperature is above 90 C.
func hotRule(more map[string]any) map[string]any {
	m := map[string]any{
		"min_duration": "1s",
		"rules":        []any{map[string]any{"name": "hot", "field": "DCGM_FI_DEV_GPU_TEMP", "comparison": ">", "value": 90}},
	}
	maps.Copy(m, more)
	return m
}

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

func between(points []point, from, to time.Time) []point {
	var in []point
	for _, p := range points {
		if at := p.Timestamp().AsTime(); at.After(from) && !at.After(to) {
			in = append(in, p)
		}
	}
	return in
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

func TestEngineDeathIsReportedAndSurvived(t *testing.T) {
	simulate(t, gpus(2)+"dead 1\n", func(t *simulation) {
		b := start(t, nil)
		time.Sleep(2 * time.Second)
		assert.InDelta(t, 0, b.counter("receiver_dcgm_engine_up"), 0)
		require.Equal(t, componentstatus.StatusRecoverableError, b.host.last.Load().Status())
		require.Equal(t, 1, b.logs.FilterMessage("No connection to DCGM, trying again").Len(), "logged once")
		t.engine.Scenario(gpus(2))
		time.Sleep(7 * time.Second)
		require.Equal(t, componentstatus.StatusOK, b.host.last.Load().Status())
		require.NotEmpty(t, b.points("hw.power"))
		t.engine.Scenario(gpus(2) + "dead 1\n")
		time.Sleep(6 * time.Second)
		assert.InDelta(t, 0, b.counter("receiver_dcgm_engine_up"), 0)
		before := len(b.points("hw.power"))
		t.engine.Scenario(gpus(2))
		time.Sleep(20 * time.Second)
		assert.InDelta(t, 1, b.counter("receiver_dcgm_engine_up"), 0)
		assert.InDelta(t, 1, b.counter("receiver_dcgm_engine_reconnects"), 0)
		assert.InDelta(t, before+2*4, len(b.points("hw.power")), 2)
		assert.NotZero(t, b.counter("receiver_dcgm_reads", "outcome", "failure"))
		b.stop()
	})
}

func TestSlowCalls(t *testing.T) {
	simulate(t, gpus(2)+"delay dcgmEntitiesGetLatestValues 30\n", func(t *simulation) {
		b := start(t, nil)
		time.Sleep(21 * time.Second)
		b.stop()
		assert.Len(t, of(b.points("hw.power"), 0), 5, "slow calls lose nothing")
	})
}

func TestHungEngine(t *testing.T) {
	fake := fakedcgm.New(t, gpus(2))
	b := start(t, map[string]any{"call_timeout": "100ms", "steady": map[string]any{"interval": "300ms"}, "incident": map[string]any{"interval": "100ms"}})
	require.Eventually(t, func() bool { return len(b.points("hw.power")) > 0 }, 5*time.Second, 10*time.Millisecond)
	fake.Scenario(gpus(2) + "hang dcgmEntitiesGetLatestValues\n")
	require.Eventually(t, func() bool {
		return b.counter("receiver_dcgm_engine_up") == 0 && b.host.last.Load().Status() == componentstatus.StatusRecoverableError
	}, 5*time.Second, 10*time.Millisecond)
	require.ErrorContains(t, b.host.last.Load().Err(), "DCGM does not answer")
	fake.Scenario(gpus(2))
	require.Eventually(t, func() bool { return b.counter("receiver_dcgm_engine_up") == 1 }, 5*time.Second, 10*time.Millisecond)

	// Shutdown does not wait for a call that hangs.
	fake.Scenario(gpus(2) + "hang dcgmEntitiesGetLatestValues\n")
	time.Sleep(400 * time.Millisecond)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		b.stop()
	}()
	select {
	case <-stopped:
	case <-time.After(10 * time.Second):
		require.Fail(t, "Shutdown hangs")
	}
	require.Equal(t, 1, b.logs.FilterMessage("DCGM did not answer while shutting down").Len())
	fake.Scenario(gpus(2))
}

func TestHotPlug(t *testing.T) {
	simulate(t, gpus(1), func(t *simulation) {
		b := start(t, map[string]any{"rescan_interval": "10s"})
		time.Sleep(21 * time.Second)
		require.Empty(t, of(b.points("hw.power"), 1))
		t.engine.Scenario(gpus(2))
		time.Sleep(21 * time.Second)
		require.NotEmpty(t, of(b.points("hw.power"), 1))
		t.engine.Scenario("gpu 0 lost=1\ngpu 1\n")
		time.Sleep(11 * time.Second)
		require.Equal(t, 1, b.logs.FilterMessage("DCGM has lost GPUs").Len())
		before := len(of(b.points("hw.power"), 0))
		time.Sleep(20 * time.Second)
		assert.Len(t, of(b.points("hw.power"), 0), before)
		assert.Zero(t, b.counter("receiver_dcgm_engine_reconnects"))
		b.stop()
	})
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

func TestRefusedPointsAreLoggedOnce(t *testing.T) {
	simulate(t, gpus(1), func(t *simulation) {
		b := startWith(t, nil, consumertest.NewErr(errors.New("queue is full")))
		time.Sleep(21 * time.Second)
		require.Equal(t, 1, b.logs.FilterMessageSnippet("refused").Len())
		assert.Positive(t, b.counter("receiver_refused_metric_points")+b.counter("receiver_failed_metric_points"))
		b.stop()
	})
}

func TestWatchesAreTriedAgain(t *testing.T) {
	simulate(t, gpus(2), func(t *simulation) {
		b := start(t, map[string]any{"mode": hotRule(nil)})
		time.Sleep(6 * time.Second)
		t.engine.Scenario(gpus(2) + "val gpu:0 150 const 95\nerr dcgmWatchFields -24 2\n")
		time.Sleep(6 * time.Second)
		require.Equal(t, 1, b.logs.FilterMessageSnippet("does not sample everything").Len())
		begin := time.Now()
		time.Sleep(10 * time.Second)
		b.stop()
		assert.InDelta(t, 40, len(of(between(b.points("hw.power"), begin, time.Now()), 0)), 25, "at the latest with the next steady read")
		assert.NotEmpty(t, of(between(b.points("dcgm.sm.active"), begin, time.Now()), 0))
	})
}

// TestFaultsDuringIncidents lets an engine fail in many ways while modes change
// several times a second. In the end every GPU is read again, every sample once.
func TestFaultsDuringIncidents(t *testing.T) {
	fake := fakedcgm.New(t, gpus(2))
	b := start(t, map[string]any{
		"call_timeout": "50ms", "rescan_interval": "1s", "pre_trigger": "1s", "naming": "both",
		"steady":   map[string]any{"interval": "300ms"},
		"incident": map[string]any{"interval": "100ms"},
		"mode":     hotRule(map[string]any{"min_duration": "0s", "max_transitions_per_hour": 100000}),
	})
	faults := []string{
		"dead 1\n", "hang dcgmEntitiesGetLatestValues\n", "hang dcgmGetValuesSince_v2\n", "err * -21 3\n",
		"err dcgmEntitiesGetLatestValues -3 4\n", "err dcgmWatchFields -24 3\n", "val * 150 const 99\n", "val gpu:1 150 const 99\n",
		"val * 150 const 99\ndelay * 1\n", "gpu 2 mig=1\ngi 0 gpu=2 slices=1 nvml=7\n", "", "",
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
		fake.Scenario(gpus(2) + faults[rng.IntN(len(faults))])
		time.Sleep(time.Duration(20+rng.IntN(300)) * time.Millisecond)
	}
	fake.Scenario(gpus(2))
	recovered := time.Now()
	require.Eventually(t, func() bool {
		power := b.points("hw.power")
		return len(of(between(power, recovered, time.Now()), 0)) > 3 && len(of(between(power, recovered, time.Now()), 1)) > 3
	}, 15*time.Second, 50*time.Millisecond)
	b.stop()
	for _, metric := range []string{"hw.power", "dcgm.sm.active", "DCGM_FI_DEV_GPU_TEMP"} {
		for gpu := range 2 {
			seen := map[pcommon.Timestamp]bool{}
			for _, p := range of(b.points(metric), gpu) {
				require.False(t, seen[p.Timestamp()], "%s of GPU %d: a sample came twice", metric, gpu)
				seen[p.Timestamp()] = true
			}
		}
	}
}
