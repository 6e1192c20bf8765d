// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/manual"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger/rules"
)

const (
	xid     = "DCGM_FI_DEV_XID_ERRORS"
	clocks  = "DCGM_FI_DEV_CLOCKS_EVENT_REASONS"
	missing = "DCGM_FI_DEV_FB_FREE"
)

var rulesSection = map[string]any{
	"rules": []any{
		map[string]any{"name": "xid", "field": xid, "comparison": ">", "value": 0, "keep_firing_for": "60s"},
		map[string]any{"name": "throttled", "field": clocks, "comparison": "has_bits", "value": 0xE8, "for": "10s"},
		map[string]any{"name": "memory", "field": missing, "comparison": "<", "value": 1024, "scope": "node"},
	},
}

// timeline notes when which GPU changes its mode, seen from outside.
type timeline struct {
	c     *Controller
	began time.Time
	last  map[string]Mode
	lines []string
}

func newTimeline(c *Controller) *timeline {
	return &timeline{c: c, began: time.Now(), last: map[string]Mode{}}
}

// watch lets the time of the bubble pass second by second.
func (l *timeline) watch(d time.Duration) {
	for range int(d / time.Second) {
		synctest.Wait()
		for i, gpu := range node {
			if now := l.c.ModeOf(gpu.UUID); now != l.last[gpu.UUID] {
				l.last[gpu.UUID] = now
				l.lines = append(l.lines, fmt.Sprintf("%s %d %s", time.Since(l.began), i, now))
			}
		}
		time.Sleep(time.Second)
	}
}

func TestControllerRules(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, recorder, logs := start(t, rulesSection)
		assert.Equal(t, []string{clocks, missing, xid}, c.WantedFields())
		l := newTimeline(c)
		c.Observe([]Sample{{UUID: uuid1, Field: xid, Value: 79, At: time.Now()}})
		select {
		case <-c.Changed():
		default:
			assert.Fail(t, "Changed must have an element")
		}
		l.watch(100 * time.Second)
		for range 6 {
			c.Observe([]Sample{
				{UUID: uuid0, Field: clocks, Value: 0x80, At: time.Now()},
				{UUID: uuid1, Field: clocks, Value: 0x4, At: time.Now()},
			})
			l.watch(5 * time.Second)
		}
		c.Observe([]Sample{{UUID: uuid0, Field: clocks, Value: 0, At: time.Now()}})
		l.watch(70 * time.Second)
		c.Observe([]Sample{{UUID: uuid0, Field: missing, Value: 100, At: time.Now()}})
		l.watch(20 * time.Minute)
		assert.Equal(t, []string{
			"0s 1 incident", "1m0s 1 steady", // keep_firing_for
			"1m50s 0 incident", "2m20s 0 steady", // for, and then min_duration
			"3m20s 0 incident", "3m20s 1 incident", "13m20s 0 steady", "13m20s 1 steady", // alert_ttl
		}, l.lines)
		assert.Equal(t, map[string]int{
			"transition 1 incident rule": 2, "transition 1 steady resolved": 1, "transition 1 steady expired": 1,
			"transition 0 incident rule": 2, "transition 0 steady resolved": 1, "transition 0 steady expired": 1,
			"alert rule accepted": 3, "alert rule resolved": 1,
		}, recorder.counts)
		assert.Zero(t, recorder.active)
		require.Equal(t, 6, logs.Len(), "GPUs that change together share a record")
		assert.Equal(t, map[string]any{
			"mode": "incident", "gpus": []any{uuid1}, "reason": "rule", "source": "rule", "alertname": "xid",
			"fingerprint": "rule:xid:" + uuid1,
		}, logs.All()[0].ContextMap())
		assert.Equal(t, []any{uuid0, uuid1}, logs.All()[5].ContextMap()["gpus"])
	})
}

func TestControllerReportsWhatChangesTogetherByCause(t *testing.T) {
	c, recorder, logs := start(t, rulesSection)
	gpus := append([]GPU{{Index: 2, UUID: "GPU-2"}}, node...)
	c.SetGPUs(gpus)
	at := time.Now()
	c.Observe([]Sample{
		{UUID: uuid0, Field: xid, Value: 31, At: at},
		{UUID: uuid1, Instance: "7", Field: xid, Value: 31, At: at},
		{UUID: uuid1, Instance: "8", Field: xid, Value: 0, At: at},
	})
	var fingerprints []any
	for _, record := range logs.All() {
		fingerprints = append(fingerprints, record.ContextMap()["fingerprint"])
	}
	assert.ElementsMatch(t, []any{"rule:xid:" + uuid0, "rule:xid:" + uuid1 + ":7"}, fingerprints)
	assert.Equal(t, Steady, c.ModeOf("GPU-2"))
	assert.Equal(t, 2, recorder.active)
}

// TestControllerRuleThatNeverEnds: a rule that keeps firing at 4 Hz ends with max_duration
// on the second, and is not counted again with every sample.
func TestControllerRuleThatNeverEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, recorder, _ := start(t, map[string]any{
			"rules": []any{map[string]any{"name": "hot", "field": "DCGM_FI_DEV_GPU_TEMP", "comparison": ">", "value": 80}},
		})
		l := newTimeline(c)
		stop := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(250 * time.Millisecond):
					c.Observe([]Sample{{UUID: uuid0, Field: "DCGM_FI_DEV_GPU_TEMP", Value: 90, At: time.Now()}})
				}
			}
		})
		l.watch(time.Hour)
		close(stop)
		wg.Wait()
		assert.Equal(t, []string{"1s 0 incident", "15m1s 0 steady"}, l.lines)
		assert.Equal(t, 1, recorder.get("alert rule accepted"))
	})
}

func TestControllerOrders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, recorder, logs := start(t, nil)
		l := newTimeline(c)
		api := orders{c}
		require.NoError(t, api.Order(manual.Order{Incident: true, Duration: time.Minute, GPUs: []string{"1"}, Reason: "runbook 7"}))
		l.watch(10 * time.Second)
		status := api.Status()
		assert.Equal(t, []manual.GPU{
			{UUID: uuid0, Index: 0, PCIBusID: "00000000:3B:00.0", Mode: "steady", TransitionsLeft: 6},
			{
				UUID: uuid1, Index: 1, PCIBusID: "00000000:AF:00.0", Mode: "incident", Since: l.began, Reason: "manual",
				Order: &manual.OrderStatus{Mode: "incident", Until: l.began.Add(time.Minute)}, TransitionsLeft: 5,
			},
		}, status.GPUs)
		l.watch(60 * time.Second)
		require.NoError(t, api.Order(manual.Order{Incident: true}))
		l.watch(10 * time.Second)
		require.NoError(t, api.Release([]string{uuid0}))
		l.watch(20 * time.Minute)
		assert.Equal(t, []string{
			"0s 1 incident", "1m0s 1 steady",
			"1m10s 0 incident", "1m10s 1 incident", "1m20s 0 steady", "16m10s 1 steady",
		}, l.lines)
		assert.Equal(t, 1, recorder.get("transition 0 steady manual"))
		assert.Equal(t, 2, recorder.get("transition 1 steady manual_expired"))
		ordered := logs.FilterMessage("GPU sampling mode ordered").All()
		require.Len(t, ordered, 2)
		assert.Equal(t, map[string]any{
			"mode": "incident", "gpus": []any{uuid1}, "duration": time.Minute, "reason": "runbook 7",
		}, ordered[0].ContextMap())
	})
}

func TestControllerRefusesOrders(t *testing.T) {
	c, _, _ := start(t, nil)
	api := orders{c}
	require.ErrorContains(t, api.Order(manual.Order{Incident: true, Duration: time.Hour}),
		"duration: 1h0m0s is more than an order for incident mode may last, 15m0s")
	require.ErrorContains(t, api.Order(manual.Order{Duration: 25 * time.Hour}), "steady mode may last, 24h0m0s")
	require.ErrorContains(t, api.Order(manual.Order{Incident: true, GPUs: []string{"0", "7"}}), `gpus: this node has no GPU "7"`)
	require.ErrorContains(t, api.Release([]string{"x"}), `gpus: this node has no GPU "x"`)
	assert.Equal(t, Steady, c.ModeOf(uuid0), "an order with an unknown GPU does nothing")
	c.SetGPUs(nil)
	require.ErrorIs(t, api.Order(manual.Order{Incident: true}), manual.ErrNoGPUs)
	require.ErrorIs(t, api.Release(nil), manual.ErrNoGPUs)
}

func TestControllerWithoutStart(t *testing.T) {
	c, err := NewController(DefaultConfig(), componenttest.NewNopTelemetrySettings(), nil)
	require.NoError(t, err)
	c.SetGPUs(node)
	c.Observe([]Sample{{UUID: uuid0, Field: xid, Value: 1, At: time.Now()}})
	assert.Equal(t, Steady, c.ModeOf(uuid0))
	assert.Equal(t, Steady, c.ModeOf("GPU-unknown"))
	assert.Empty(t, c.WantedFields())
	require.NoError(t, c.Shutdown(t.Context()))
	require.NoError(t, c.Shutdown(t.Context()))
}

func TestControllerGPUThatComesBackIsStillInIncident(t *testing.T) {
	c, _, _ := start(t, nil)
	require.NoError(t, orders{c}.Order(manual.Order{Incident: true}))
	c.SetGPUs(nil)
	assert.Equal(t, Steady, c.ModeOf(uuid0))
	c.SetGPUs(node)
	assert.Equal(t, Incident, c.ModeOf(uuid0))
}

func TestControllerLogsDroppedAlertsOnce(t *testing.T) {
	c, recorder, logs := start(t, map[string]any{
		"max_alerts": 1,
		"rules":      []any{map[string]any{"name": "xid", "field": xid, "comparison": ">"}},
	})
	for i := range 4 {
		c.Observe([]Sample{{UUID: node[i%2].UUID, Field: xid, Value: 1, At: time.Now()}})
	}
	assert.Equal(t, 3, recorder.get("evicted"))
	assert.Len(t, logs.Filter(func(e observer.LoggedEntry) bool { return e.Message[:3] == "Too" }).All(), 1)
}

// TestControllerConcurrently is for the race detector.
func TestControllerConcurrently(t *testing.T) {
	c, _, _ := start(t, rulesSection)
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	var wg sync.WaitGroup
	for i, work := range []func(i int){
		func(i int) {
			c.Observe([]Sample{{UUID: node[i%2].UUID, Field: xid, Value: float64(i % 3), At: time.Now()}})
		},
		func(i int) { c.SetGPUs(node[:1+i%2]) },
		func(int) { _ = c.ModeOf(uuid0) },
		func(int) { orders{c}.Status() },
		func(i int) { _ = orders{c}.Order(manual.Order{Incident: i%2 == 0, Duration: time.Millisecond}) },
		func(int) {
			select {
			case <-c.Changed():
			default:
			}
		},
	} {
		wg.Go(func() {
			for n := i; ctx.Err() == nil; n++ {
				work(n)
			}
		})
	}
	wg.Wait()
}

func BenchmarkObserve(b *testing.B) {
	config := DefaultConfig()
	for _, name := range []string{"quiet", "firing"} {
		b.Run(name, func(b *testing.B) {
			config.Rules = nil
			for field := range 3 {
				name := fmt.Sprintf("DCGM_FI_%d", field)
				config.Rules = append(config.Rules, rules.Config{Name: name, Field: name, Comparison: rules.Greater, Value: 2})
			}
			c, err := NewController(config, componenttest.NewNopTelemetrySettings(), nil)
			require.NoError(b, err)
			var gpus []GPU
			var samples []Sample
			for i := range uint(8) {
				gpus = append(gpus, GPU{Index: i, UUID: fmt.Sprintf("GPU-%036d", i)})
				for field := range 20 {
					samples = append(samples, Sample{UUID: gpus[i].UUID, Field: fmt.Sprintf("DCGM_FI_%d", field), Value: 1})
				}
			}
			c.SetGPUs(gpus)
			at := time.Now()
			b.ReportAllocs()
			for b.Loop() {
				at = at.Add(time.Second)
				for i := range samples {
					samples[i].At = at
					if name == "firing" {
						samples[i].Value = 3
					}
				}
				c.Observe(samples)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(samples)), "ns/sample")
		})
	}
}
