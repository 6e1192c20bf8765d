// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package points

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/plan"
)

const second = int64(1e6)

var gpu = &engine.GPU{UUID: "GPU-a", Model: "M", PCIBusID: "00000000:01:00.0"}

func fixture(ids ...field.ID) (*Presenter, *Target, *Batch) {
	p := NewPresenter(ids, map[field.ID]string{}, func(string) bool { return true }, Labels{Hostname: "h", HostnameLabel: "Hostname"})
	t := p.NewTarget(plan.Target{Entity: gpu.Entity(), Set: "gpu 0", GPU: gpu}, nil)
	return p, t, p.NewBatch(pcommon.NewResource(), "scope", "v")
}

func power(at int64, watts float64) *engine.Value {
	return &engine.Value{Entity: gpu.Entity(), Field: 155, Type: field.Double, Double: watts, Micros: at}
}

func numbers(b *Batch, metric string) []pmetric.NumberDataPoint {
	var all []pmetric.NumberDataPoint
	for _, m := range b.scope.Metrics().All() {
		if m.Name() != metric {
			continue
		}
		points := m.Gauge().DataPoints
		if m.Type() == pmetric.MetricTypeSum {
			points = m.Sum().DataPoints
		}
		for _, dp := range points().All() {
			all = append(all, dp)
		}
	}
	return all
}

func TestStaleSamplesAreDropped(t *testing.T) {
	_, target, b := fixture(155)
	now := 1_700_000_000 * second
	r := &Reader{Interval: 5 * time.Second, Newest: now}
	isNew, _ := r.Add(b, target, power(now-61*second, 1))
	assert.False(t, isNew, "left over from another client of the engine")
	isNew, _ = r.Add(b, target, power(now-59*second, 1))
	assert.True(t, isNew, "some fields are refreshed every 30 s only")
	r.Newest = now + 30*second
	isNew, _ = r.Add(b, target, power(now-59*second, 1))
	assert.False(t, isNew)
	assert.Equal(t, map[engine.Absence]int64{Stale: 2}, r.Dropped, "the field is frozen")
	r.Newest = now - 58*second
	isNew, _ = r.Add(b, target, power(now-59*second, 1))
	assert.False(t, isNew)
	assert.Equal(t, int64(2), r.Dropped[Stale], "read twice is not stale")
	assert.Equal(t, int64(1), r.Emitted)
}

func TestMissedSamplesAreCounted(t *testing.T) {
	_, target, b := fixture(155)
	now := 1_700_000_000 * second
	read := func(at int64) int64 {
		r := &Reader{Interval: time.Second, Newest: at}
		r.Add(b, target, power(at, 1))
		return r.Missed
	}
	assert.Zero(t, read(now))
	assert.Zero(t, read(now+second+9000), "the engine is up to 9 ms late")
	assert.Equal(t, int64(2), read(now+4*second))
	target.Reset()
	assert.Zero(t, read(now+10*second), "the interval was changed in between")
	assert.Zero(t, read(now+11*second))
}

func TestHistoryFillsTheGapsOnce(t *testing.T) {
	_, target, b := fixture(155)
	now := 1_700_000_000 * second
	r := &Reader{Interval: time.Second, Newest: now, Window: 10 * time.Second}
	r.Add(b, target, power(now, 7))
	targets := map[engine.Entity]*Target{gpu.Entity(): target}
	history := []engine.Value{*power(now+2*second, 3), *power(now, 7), *power(now+second, 2), *power(now-second, 1)}
	history = append(history, engine.Value{Entity: gpu.Entity(), Field: 155, Type: field.Double, Status: -14}, engine.Value{Entity: engine.Entity{Level: 9}})
	assert.Equal(t, 3, r.AddHistory(b, targets, history))
	assert.Zero(t, r.AddHistory(b, targets, history))
	isNew, _ := r.Add(b, target, power(now+2*second, 3))
	assert.False(t, isNew, "live reading goes on after the history")
	var values []float64
	for _, dp := range numbers(b, "hw.power") {
		values = append(values, dp.DoubleValue())
	}
	assert.Equal(t, []float64{7, 1, 2, 3}, values, "in the order of time")
}

func TestUpDownSumsDoNotStartAnew(t *testing.T) {
	_, target, b := fixture(252)
	now := 1_700_000_000 * second
	for i, mib := range []int64{100, 50} {
		at := now + int64(i)*second
		r := &Reader{Interval: time.Second, Newest: at}
		r.Add(b, target, &engine.Value{Entity: gpu.Entity(), Field: 252, Type: field.Int, Int: mib, Micros: at})
	}
	used := numbers(b, "hw.gpu.memory.usage")
	require.Len(t, used, 2)
	assert.Equal(t, int64(50<<20), used[1].IntValue())
	assert.Equal(t, used[0].StartTimestamp(), used[1].StartTimestamp())
}

func TestOwners(t *testing.T) {
	_, target, b := fixture(155)
	now := 1_700_000_000 * second
	owner := func(pod string) gpumap.Owner {
		return gpumap.Owner{Identity: gpumap.Identity{Namespace: "llm", PodName: pod}}
	}
	read := func(i int64) string {
		r := &Reader{Interval: time.Second, Newest: now + i*second}
		r.Add(b, target, power(now+i*second, 1))
		all := numbers(b, "hw.power")
		v, ok := all[len(all)-1].Attributes().Get("k8s.pod.name")
		if !ok {
			return ""
		}
		return v.Str()
	}
	assert.Empty(t, read(0))
	target.SetOwners([]gpumap.Owner{owner("a")})
	assert.Equal(t, "a", read(1))
	target.SetOwners([]gpumap.Owner{owner("a"), owner("b")})
	assert.Empty(t, read(2), "two pods share it")
	target.SetOwners(nil)
	assert.Empty(t, read(3))
}

func TestStateSurvivesANewInventory(t *testing.T) {
	p, target, b := fixture(155)
	now := 1_700_000_000 * second
	r := &Reader{Interval: time.Second, Newest: now}
	r.Add(b, target, power(now, 1))
	moved := *gpu
	moved.Index = 5
	again := p.NewTarget(plan.Target{Entity: moved.Entity(), Set: "gpu 5", GPU: &moved}, target)
	isNew, _ := r.Add(b, again, power(now, 1))
	assert.False(t, isNew, "the sample was emitted before")
	r.Add(b, again, power(now+second, 1))
	all := numbers(b, "hw.power")
	index, _ := all[len(all)-1].Attributes().Get("gpu.index")
	assert.Equal(t, int64(5), index.Int())
	assert.Equal(t, Key(&target.Target), Key(&again.Target))
}

func TestKeysAreDifferent(t *testing.T) {
	seen := map[string]bool{}
	for _, target := range []plan.Target{
		{Entity: gpu.Entity(), GPU: gpu},
		{GPU: gpu, Instance: &engine.Instance{ID: 1, Profile: "1g.5gb"}},
		{GPU: gpu, Instance: &engine.Instance{ID: 2, Profile: "1g.5gb"}},
		{GPU: gpu, Instance: &engine.Instance{ID: 2, Profile: "2g.10gb"}},
		{GPU: gpu, Link: &engine.Link{Index: 1}},
		{Entity: engine.Entity{Level: field.LevelSwitch, ID: 1}},
		{Entity: engine.Entity{Level: field.LevelLink, ID: 1}, Link: &engine.Link{Index: 1}},
	} {
		key := Key(&target)
		assert.False(t, seen[key], key)
		seen[key] = true
	}
}
