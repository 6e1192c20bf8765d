// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package engine

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// TestFaultsAtRandom lets an engine die, hang, fail and change its GPUs while
// clients watch, read, come and go. In the end everything works again.
func TestFaultsAtRandom(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\ngpu 1\n")
	opts := testOptions()
	opts.CallTimeout = 30 * time.Millisecond
	opts.RescanInterval = 10 * time.Millisecond
	steady := open(t, opts, Parts{})

	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	use := func(c *Client, interval time.Duration) {
		inv := c.State().Inventory
		if inv == nil || !assert.NotEmpty(t, inv.GPUs) {
			return
		}
		var watches []Watch
		var entities []Entity
		for i := range inv.GPUs {
			e := inv.GPUs[i].Entity()
			entities = append(entities, e)
			watches = append(watches, Watch{Set: e.String(), Entities: []Entity{e}, Fields: []field.ID{203, 1004}, Interval: interval})
		}
		_ = c.Watch(ctx, inv.Generation, watches)
		_, _ = c.Latest(ctx, []Query{{entities, []field.ID{203, 1004}}}, nil)
		_, _ = c.Since(ctx, entities[0].String(), []field.ID{203}, time.Now().Add(-time.Second))
	}
	wg.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			use(steady, time.Duration(1+i%5)*100*time.Millisecond)
		}
	})
	wg.Go(func() { // a receiver that is started and stopped all the time
		for ctx.Err() == nil {
			c, err := Open(ctx, opts, []field.ID{155}, Parts{})
			if err != nil {
				t.Error(err)
				return
			}
			use(c, 50*time.Millisecond)
			closing, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			_ = c.Close(closing)
			done()
		}
	})
	faults := []string{
		"dead 1\n", "hang dcgmEntitiesGetLatestValues\n", "hang dcgmWatchFields\n", "hang dcgmConnect_v2\n",
		"err * -21 3\n", "err dcgmEntitiesGetLatestValues -3 4\n", "err dcgmGetDeviceAttributes -9 1\n", "err dcgmWatchFields -24 1\n",
		"delay * 1\n", "gpu 2\n", "", "",
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		fake.Scenario("gpu 0\ngpu 1\n" + faults[rng.IntN(len(faults))])
		time.Sleep(time.Duration(5+rng.IntN(60)) * time.Millisecond)
	}
	fake.Scenario("gpu 0\ngpu 1\n")
	cancel()
	wg.Wait()

	awaitState(t, steady, "up with two GPUs", func(s State) bool { return up(s) && len(s.Inventory.GPUs) == 2 })
	require.Eventually(t, func() bool {
		inv := steady.State().Inventory
		if inv == nil {
			return false
		}
		e := inv.GPUs[1].Entity()
		w := Watch{Set: e.String(), Entities: []Entity{e}, Fields: []field.ID{203}, Interval: 50 * time.Millisecond}
		if steady.Watch(t.Context(), inv.Generation, []Watch{w}) != nil {
			return false
		}
		values, err := steady.Latest(t.Context(), []Query{{[]Entity{e}, []field.ID{203}}}, nil)
		return err == nil && len(values) == 1 && values[0].Absent() == Present
	}, 5*time.Second, 10*time.Millisecond)
}
