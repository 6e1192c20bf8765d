// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
)

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
