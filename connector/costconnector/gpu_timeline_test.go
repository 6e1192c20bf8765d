// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// timeline is what was said of one GPU: when it was seen, and how many requests its
// engine had.
type timeline struct {
	seen    []time.Time
	told    []time.Time
	running []float64
}

// wordAt is the state by the last word of the engine, if that is not too long ago.
func (l *timeline) wordAt(at time.Time, maxGap time.Duration) string {
	state := "unknown"
	for i, told := range l.told {
		switch {
		case told.After(at) || at.Sub(told) > maxGap:
		case l.running[i] > 0:
			state = "busy"
		default:
			state = "idle"
		}
	}
	return state
}

// cost is that of the time between sightings, by state, at a price that changes once.
func (l *timeline) cost(maxGap time.Duration, change time.Time, before, after *big.Rat) map[string]*big.Rat {
	cost := map[string]*big.Rat{}
	charge := func(from, to time.Time, perHour *big.Rat) {
		if !from.Before(to) {
			return
		}
		state := l.wordAt(from, maxGap)
		if cost[state] == nil {
			cost[state] = new(big.Rat)
		}
		cost[state].Add(cost[state], new(big.Rat).Mul(perHour, big.NewRat(int64(to.Sub(from)), int64(time.Hour))))
	}
	for i, to := range l.seen {
		if i == 0 || to.Sub(l.seen[i-1]) > maxGap {
			continue
		}
		from := l.seen[i-1]
		if to.After(change) && from.Before(change) {
			charge(from, change, before)
			from = change
		}
		if from.Before(change) {
			charge(from, to, before)
		} else {
			charge(from, to, after)
		}
	}
	return cost
}

// However points are ordered within a batch and repeated after it, GPUs cost what
// their timelines say.
func TestGPUsCostWhatTheirTimelinesSay(t *testing.T) {
	book, err := pricebook.Load(testPrices)
	require.NoError(t, err)
	change := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	begin := change.Add(-time.Hour)
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 21))
		cfg := gpuConfig()
		r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, begin), cfg, begin)
		timelines := map[string]*timeline{"GPU-1": {}, "GPU-2": {}}
		var waiting []pmetric.Metrics
		send := func(now time.Time) {
			random.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
			batch := pmetric.NewMetrics()
			for _, md := range waiting {
				md.ResourceMetrics().MoveAndAppendTo(batch.ResourceMetrics())
			}
			for range 1 + random.IntN(2) {
				r.read(batch, now)
			}
			waiting = waiting[:0]
		}
		now := begin
		for range 150 {
			now = now.Add(time.Duration(1+random.IntN(75)) * time.Second)
			for _, uuid := range []string{"GPU-1", "GPU-2"} {
				l := timelines[uuid]
				if random.IntN(10) == 0 {
					continue
				}
				l.seen = append(l.seen, now)
				waiting = append(waiting, samples(t, now, sample{name: "hw.power", attributes: map[string]any{"gpu_uuid": uuid, "hw.model": "NVIDIA L40S", "k8s.pod.uid": "pod-" + uuid}}))
				if random.IntN(4) > 0 {
					l.told, l.running = append(l.told, now), append(l.running, float64(random.IntN(2)))
					waiting = append(waiting, samples(t, now, sample{name: "vllm:num_requests_running", value: l.running[len(l.running)-1], resource: map[string]any{"k8s.pod.uid": "pod-" + uuid}}))
				}
			}
			if random.IntN(3) == 0 {
				send(now)
			}
		}
		send(now)
		md := pmetric.NewMetrics()
		r.meter.Export(md, pcommon.NewTimestampFromTime(now), true)
		got := map[string]float64{}
		for _, dp := range pointsOf(md, "genai.gpu.cost.eur") {
			got[label(dp, "gpu")+" "+label(dp, "state")] += dp.DoubleValue()
		}
		for uuid, l := range timelines {
			for state, cost := range l.cost(cfg.GPU.MaxGap, change, big.NewRat(12, 10), big.NewRat(24, 10)) {
				want, _ := cost.Float64()
				require.InDelta(t, want, got[uuid+" "+state], 1e-12, "seed %d: %s, %s", seed, uuid, state)
				delete(got, uuid+" "+state)
			}
		}
		require.Empty(t, got, "seed %d", seed)
	}
}
