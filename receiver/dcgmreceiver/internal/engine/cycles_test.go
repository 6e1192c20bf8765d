// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package engine

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/NVIDIA/go-dcgm/pkg/dcgm"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// residentKB is the resident memory of the process, that of C included.
func residentKB(t *testing.T) int {
	t.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	text, err := os.ReadFile("/proc/self/status")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			require.NoError(t, err)
			return n
		}
	}
	require.Fail(t, "no VmRSS")
	return 0
}

// TestCyclesLeaveNothingBehind changes the mode of 8 GPUs to and fro 10,000 times,
// reading in between. Neither handles of the engine (64 of a kind) nor memory of C
// or Go may be used up.
func TestCyclesLeaveNothingBehind(t *testing.T) {
	var scenario strings.Builder
	for i := range 8 {
		fmt.Fprintf(&scenario, "gpu %d\n", i)
	}
	fakedcgm.New(t, scenario.String())
	opts := testOptions()
	opts.RescanInterval = time.Hour
	c := open(t, opts, Parts{})
	inv := awaitState(t, c, "up", up).Inventory
	entities := make([]Entity, 8)
	for i := range entities {
		entities[i] = inv.GPUs[i].Entity()
	}
	ids := []field.ID{203, 252, 155, 150, 1002, 1004}
	var values []Value
	cycle := func(n int) {
		for i := range n {
			var watches []Watch
			for j, e := range entities {
				interval := 5 * time.Second
				if (i+j)%2 == 0 {
					interval = 250 * time.Millisecond
				}
				set := fmt.Sprintf("gpu %d", j)
				watches = append(watches,
					Watch{Set: set, Entities: []Entity{e}, Fields: ids[:4], Interval: 5 * time.Second},
					Watch{Set: set, Entities: []Entity{e}, Fields: ids[4:], Interval: interval})
			}
			require.NoError(t, c.Watch(t.Context(), inv.Generation, watches))
			var err error
			values, err = c.Latest(t.Context(), []Query{{entities, ids}}, values[:0])
			require.NoError(t, err)
			require.Equal(t, Present, values[0].Absent())
		}
	}
	cycle(1000) // until memory has settled
	before := residentKB(t)
	cycle(10_000)
	growth := residentKB(t) - before
	t.Logf("resident memory: %d KiB, after 10,000 cycles %+d KiB", before, growth)
	require.Less(t, growth, 4096)
}

// BenchmarkLatest compares reading 8 GPUs x 20 fields into kept memory with
// go-dcgm's EntitiesGetLatestValues.
func BenchmarkLatest(b *testing.B) {
	var scenario strings.Builder
	for i := range 8 {
		fmt.Fprintf(&scenario, "gpu %d\n", i)
	}
	fakedcgm.New(b, scenario.String())
	opts := testOptions()
	opts.RescanInterval = time.Hour
	c := open(b, opts, Parts{})
	inv := awaitState(b, c, "up", up).Inventory
	ids := []field.ID{203, 204, 252, 251, 155, 150, 140, 100, 101, 1001, 1002, 1003, 1004, 1005, 1007, 1008, 1009, 1010, 1011, 1012}
	watchAll(b, c, time.Second, ids...)
	var entities []Entity
	var pairs []dcgm.GroupEntityPair
	for i := range inv.GPUs {
		entities = append(entities, inv.GPUs[i].Entity())
		pairs = append(pairs, dcgm.GroupEntityPair{EntityGroupId: dcgm.FE_GPU, EntityId: uint(inv.GPUs[i].Index)})
	}
	shorts := make([]dcgm.Short, len(ids))
	for i, id := range ids {
		shorts[i] = dcgm.Short(id)
	}
	b.Run("kept", func(b *testing.B) {
		b.ReportAllocs()
		var values []Value
		for b.Loop() {
			var err error
			if values, err = c.Latest(b.Context(), []Query{{entities, ids}}, values[:0]); err != nil || len(values) != 160 {
				b.Fatal(err)
			}
		}
	})
	b.Run("go-dcgm", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if values, err := dcgm.EntitiesGetLatestValues(pairs, shorts, 0); err != nil || len(values) != 160 {
				b.Fatal(err)
			}
		}
	})
}
