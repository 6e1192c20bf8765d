// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func testOptions() Options {
	return Options{
		Endpoint:       Endpoint{Address: "localhost:5555"},
		CallTimeout:    2 * time.Second,
		InitialBackoff: 5 * time.Millisecond,
		MaxBackoff:     20 * time.Millisecond,
		RescanInterval: 50 * time.Millisecond,
		Logger:         zap.NewNop(),
	}
}

func open(tb testing.TB, opts Options, parts Parts) *Client {
	tb.Helper()
	c, err := Open(context.Background(), opts, []field.ID{203, 1004, 999}, parts)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		assert.NoError(tb, c.Close(ctx))
	})
	return c
}

// awaitState waits until the state is as wanted.
func awaitState(tb testing.TB, c *Client, what string, ok func(State) bool) State {
	tb.Helper()
	deadline := time.After(5 * time.Second)
	for {
		if s := c.State(); ok(s) {
			return s
		}
		select {
		case <-c.Updates():
		case <-deadline:
			require.FailNow(tb, "no state "+what, "%+v", c.State())
		}
	}
}

func up(s State) bool { return s.Inventory != nil }

func down(s State) bool { return s.Inventory == nil && !errors.Is(s.Err, ErrDown) }

const machine = `
gpu 0 uuid=GPU-7a2e92f2-be71-d37e-a744-541600ffc722 model=Tesla_T4 prof=0 serial=0320718000001
gpu 1 uuid=GPU-5f587dd4-6505-0873-c6db-8324dbfe5ba9 model=NVIDIA_A100-SXM4-40GB mig=1 fb=40536
gi 3 gpu=1 nvml=7 slices=1 fb=4864 uuid=MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1
gi 4 gpu=1 nvml=5 slices=2 fb=9856 name=2g.10gb+me
gpu 2 lost=1
switch 9
link gpu 0 3
link switch 9 12
driver 575.57.08
`

func TestInventory(t *testing.T) {
	fakedcgm.New(t, machine)
	c := open(t, testOptions(), Parts{Switches: true, Links: true})
	inv := awaitState(t, c, "up", up).Inventory

	assert.Equal(t, "4.6.1", inv.Version)
	require.Len(t, inv.GPUs, 2)
	t4, a100 := inv.GPUs[0], inv.GPUs[1]
	assert.Equal(t, "GPU-7a2e92f2-be71-d37e-a744-541600ffc722", t4.UUID)
	assert.Equal(t, "Tesla T4", t4.Model)
	assert.Equal(t, "00000000:01:00.0", t4.PCIBusID)
	assert.Equal(t, "0320718000001", t4.Serial)
	assert.Equal(t, "575.57.08", t4.Driver)
	assert.Empty(t, t4.Prof, "no profiling module")
	assert.True(t, a100.Prof[1004])
	require.Len(t, a100.Instances, 2)
	assert.Equal(t, Instance{
		Entity: Entity{field.LevelInstance, 3}, ID: 7, Profile: "1g.5gb",
		UUID: "MIG-e55c0d9e-3c2a-5d5a-9c4b-5f4ef3b6a7d1", slices: 1,
	}, a100.Instances[0])
	assert.Equal(t, "2g.10gb+me", a100.Instances[1].Profile)
	assert.Empty(t, a100.Instances[1].UUID)
	assert.Equal(t, []uint32{2}, inv.Lost)
	assert.Equal(t, []uint32{9}, inv.Switches)
	require.Len(t, inv.Links, 2)
	assert.Equal(t, Link{Entity{field.LevelLink, 1 | 3<<8}, Entity{field.LevelGPU, 0}, 3}, inv.Links[0])
	assert.Equal(t, Link{Entity{field.LevelLink, 3 | 12<<8 | 9<<24}, Entity{field.LevelSwitch, 9}, 12}, inv.Links[1])
	assert.Equal(t, map[field.ID]Meta{203: {field.Int, field.LevelGPU}, 1004: {field.Double, field.LevelComputeInstance}}, inv.Fields)
}

func TestRescanFindsChanges(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	c := open(t, testOptions(), Parts{})
	first := awaitState(t, c, "up", up).Inventory
	require.Len(t, first.GPUs, 1)
	time.Sleep(200 * time.Millisecond)
	assert.Equal(t, first.Generation, c.State().Inventory.Generation, "nothing changed")
	fake.Scenario("gpu 0\ngpu 1\n")
	awaitState(t, c, "with two GPUs", func(s State) bool { return up(s) && len(s.Inventory.GPUs) == 2 })
	assert.Zero(t, c.State().Reconnects)
}

func watchAll(tb testing.TB, c *Client, interval time.Duration, ids ...field.ID) {
	tb.Helper()
	inv := c.State().Inventory
	require.NotNil(tb, inv)
	var watches []Watch
	for i := range inv.GPUs {
		watches = append(watches, Watch{
			Set: fmt.Sprintf("gpu:%d", i), Entities: []Entity{inv.GPUs[i].Entity()},
			Fields: ids, Interval: interval, Keep: time.Second,
		})
	}
	require.NoError(tb, c.Watch(tb.Context(), inv.Generation, watches))
}

func TestReadAndSince(t *testing.T) {
	fakedcgm.New(t, "gpu 0\nval gpu:0 203 const 42\nval gpu:0 1004 const 0.5\nval gpu:0 140 notsupported\n")
	c := open(t, testOptions(), Parts{})
	awaitState(t, c, "up", up)
	watchAll(t, c, 20*time.Millisecond, 203, 1004, 140)
	time.Sleep(110 * time.Millisecond)
	values, err := c.Latest(t.Context(), []Query{{[]Entity{{field.LevelGPU, 0}}, []field.ID{203, 1004, 140, 155}}}, nil)
	require.NoError(t, err)
	require.Len(t, values, 4)
	assert.Equal(t, int64(42), values[0].Int)
	assert.InDelta(t, 42, values[0].Float(), 0)
	assert.Equal(t, Present, values[0].Absent())
	assert.WithinDuration(t, time.Now(), values[0].At(), 50*time.Millisecond)
	assert.InDelta(t, 0.5, values[1].Float(), 0)
	assert.Equal(t, NotSupported, values[2].Absent())
	assert.Equal(t, NotWatched, values[3].Absent())

	values, err = c.Since(t.Context(), "gpu:0", []field.ID{1004}, time.Now().Add(-time.Minute))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(values), 5)
	assert.Equal(t, NoValue, values[0].Absent(), "the first sample of a profiling field is blank")
	for i := 1; i < len(values); i++ {
		assert.Equal(t, field.ID(1004), values[i].Field)
		assert.Equal(t, int64(20_000), values[i].Micros-values[i-1].Micros)
	}
}

func TestOneConnectionPerProcess(t *testing.T) {
	fakedcgm.New(t, "gpu 0\n")
	a := open(t, testOptions(), Parts{})
	other := testOptions()
	other.Endpoint.Address = "gpu-2:5555"
	_, err := Open(context.Background(), other, nil, Parts{})
	require.ErrorIs(t, err, ErrOtherEndpoint)
	require.ErrorContains(t, err, "tcp://localhost:5555 is in use, tcp://gpu-2:5555 cannot be")

	require.NotContains(t, awaitState(t, a, "up", up).Inventory.Fields, field.ID(156))
	core, logs := observer.New(zap.WarnLevel)
	slower := testOptions()
	slower.CallTimeout, slower.Logger = time.Minute, zap.New(core)
	b, err := Open(context.Background(), slower, []field.ID{156}, Parts{})
	require.NoError(t, err)
	s := awaitState(t, b, "up with the field of b", func(s State) bool { return up(s) && s.Inventory.Fields[156].Type != 0 })
	require.Contains(t, s.Inventory.Fields, field.ID(203), "that of a")
	require.Equal(t, 1, logs.FilterMessageSnippet("call_timeout").Len())
	watchAll(t, a, 200*time.Millisecond, 203, 155)
	watchAll(t, b, 20*time.Millisecond, 203)
	time.Sleep(100 * time.Millisecond)
	values, err := a.Since(t.Context(), "gpu:0", []field.ID{203}, time.Now().Add(-90*time.Millisecond))
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(values), 4, "sampled at the shorter interval of the two")
	values, err = a.Since(t.Context(), "gpu:0", []field.ID{155}, time.Now().Add(-90*time.Millisecond))
	require.NoError(t, err)
	assert.Empty(t, values, "only one client wants this")

	require.NoError(t, b.Close(t.Context()))
	time.Sleep(100 * time.Millisecond)
	values, err = a.Since(t.Context(), "gpu:0", []field.ID{203}, time.Now().Add(-90*time.Millisecond))
	require.NoError(t, err)
	assert.LessOrEqual(t, len(values), 1, "back to the interval of the one that is left")
}

func TestWaysToConnect(t *testing.T) {
	for name, c := range map[string]struct {
		endpoint Endpoint
		want     string
	}{
		"tcp":      {Endpoint{Address: "localhost:5555"}, "address localhost:5555 unix=0 persist=0"},
		"unix":     {Endpoint{Address: "/run/nvidia/dcgm.sock"}, "address /run/nvidia/dcgm.sock unix=1 persist=0"},
		"embedded": {Endpoint{Embedded: true}, "dcgmStartEmbedded rc=0"},
	} {
		t.Run(name, func(t *testing.T) {
			fake := fakedcgm.New(t, "gpu 0\n")
			fake.Scenario("gpu 0\nlog " + fake.LogFile() + "\n")
			opts := testOptions()
			opts.Endpoint = c.endpoint
			awaitState(t, open(t, opts, Parts{}), "up", up)
			calls, err := os.ReadFile(fake.LogFile())
			require.NoError(t, err)
			assert.Contains(t, string(calls), c.want)
		})
	}
}

func TestProfilingModuleThatIsLoadedLate(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0 prof=0\n")
	c := open(t, testOptions(), Parts{})
	assert.Empty(t, awaitState(t, c, "up", up).Inventory.GPUs[0].Prof)
	fake.Scenario("gpu 0\n")
	awaitState(t, c, "with profiling", func(s State) bool { return up(s) && len(s.Inventory.GPUs[0].Prof) > 0 })
}

func TestLinksOfAnOldEngine(t *testing.T) {
	fakedcgm.New(t, "gpu 0\nlink gpu 0 1\nerr dcgmGetNvLinkLinkStatus -12\n")
	c := open(t, testOptions(), Parts{Switches: true, Links: true})
	inv := awaitState(t, c, "up", up).Inventory
	assert.Empty(t, inv.Links)
	require.Len(t, inv.Faults, 1)
	require.ErrorContains(t, inv.Faults[0], "list NVLinks: API version mismatch")
}

func TestGPUWithoutUUIDIsAskedAgain(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\nval gpu:0 54 blank\nerr dcgmGetDeviceAttributes -12\n")
	c := open(t, testOptions(), Parts{})
	s := awaitState(t, c, "down", down)
	require.ErrorContains(t, s.Err, "GPU 0 has no UUID yet")
	fake.Scenario("gpu 0\nerr dcgmGetDeviceAttributes -12\n") // the fields say it, too
	inv := awaitState(t, c, "up", up).Inventory
	assert.Equal(t, GPU{
		Index: 0, UUID: "GPU-00000000-0000-0000-0000-000000000000", Model: "NVIDIA H100 80GB HBM3", PCIBusID: "00000000:01:00.0",
		Serial: "1320000000001", Driver: "575.57.08", Prof: inv.GPUs[0].Prof,
	}, inv.GPUs[0])
	require.Len(t, inv.Faults, 1)
	require.ErrorContains(t, inv.Faults[0], "attributes of GPU 0: DCGM: error -12")
}

func TestInstanceThatIsNotFullyKnownYet(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	c := open(t, testOptions(), Parts{})
	awaitState(t, c, "up", up)
	fake.Scenario("gpu 0 mig=1 fb=40536\ngi 0 gpu=0 nvml=7 slices=1\n") // its memory is not known
	s := awaitState(t, c, "with an instance", func(s State) bool { return up(s) && len(s.Inventory.GPUs[0].Instances) == 1 })
	assert.Empty(t, s.Inventory.GPUs[0].Instances[0].Profile)
	fake.Scenario("gpu 0 mig=1 fb=40536\ngi 0 gpu=0 nvml=7 slices=1 fb=4864\n") // the same to see
	s = awaitState(t, c, "with its profile", func(s State) bool { return up(s) && s.Inventory.GPUs[0].Instances[0].Profile != "" })
	assert.Equal(t, "1g.5gb", s.Inventory.GPUs[0].Instances[0].Profile)

	fake.Scenario("gpu 0 mig=1 fb=40536\ngi 0 gpu=0 nvml=8 slices=1\n")
	time.Sleep(500 * time.Millisecond)
	before := c.State().Inventory.Generation
	time.Sleep(300 * time.Millisecond)
	assert.Equal(t, before, c.State().Inventory.Generation, "it gives up")
}

func TestManyDifferentWatchesUseUpNoFieldGroups(t *testing.T) {
	fakedcgm.New(t, "gpu 0\n")
	opts := testOptions()
	opts.RescanInterval = time.Hour
	c := open(t, opts, Parts{})
	inv := awaitState(t, c, "up", up).Inventory
	all := []field.ID{203, 204, 206, 207, 155, 156, 150, 140}
	for i := range 1 << len(all) {
		var ids []field.ID
		for bit, id := range all {
			if i>>bit&1 == 1 {
				ids = append(ids, id)
			}
		}
		w := Watch{Set: "gpu 0", Entities: []Entity{inv.GPUs[0].Entity()}, Fields: ids, Interval: time.Second}
		require.NoError(t, c.Watch(t.Context(), inv.Generation, []Watch{w}), "%d of 64 field groups", i)
	}
}
