// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package engine

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

func TestLibraryMissingOrEngineDown(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\ndead 1\n")
	c := open(t, testOptions(), Parts{})
	s := awaitState(t, c, "down", down)
	require.ErrorContains(t, s.Err, "connect to tcp://localhost:5555")
	_, err := c.Latest(t.Context(), nil, nil)
	require.ErrorIs(t, err, ErrDown)
	fake.Scenario("gpu 0\n")
	s = awaitState(t, c, "up", up)
	assert.Zero(t, s.Reconnects, "it is the first connection")
}

func TestEngineDiesAndComesBack(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	opts := testOptions()
	opts.RescanInterval = time.Hour
	c := open(t, opts, Parts{})
	first := awaitState(t, c, "up", up).Inventory.Generation
	watchAll(t, c, 10*time.Millisecond, 203)
	fake.Scenario("gpu 0\ndead 1\n")
	_, err := c.Latest(t.Context(), []Query{{[]Entity{{field.LevelGPU, 0}}, []field.ID{203}}}, nil)
	require.ErrorIs(t, err, errConnection)
	awaitState(t, c, "down", down)
	fake.Scenario("gpu 0\n")
	s := awaitState(t, c, "up again", up)
	assert.Equal(t, int64(1), s.Reconnects)
	assert.NotEqual(t, first, s.Inventory.Generation)
	watchAll(t, c, 10*time.Millisecond, 203)
	values, err := c.Latest(t.Context(), []Query{{[]Entity{{field.LevelGPU, 0}}, []field.ID{203}}}, nil)
	require.NoError(t, err)
	assert.Equal(t, Present, values[0].Absent())
}

func TestEngineThatOnlyFailsIsReplaced(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	opts := testOptions()
	opts.RescanInterval = time.Hour
	c := open(t, opts, Parts{})
	awaitState(t, c, "up", up)
	fake.Scenario("gpu 0\nerr dcgmEntitiesGetLatestValues -11 5\n")
	for range maxReadFailures {
		_, err := c.Latest(t.Context(), []Query{{[]Entity{{field.LevelGPU, 0}}, []field.ID{203}}}, nil)
		require.ErrorContains(t, err, "timed out (-11)")
	}
	s := awaitState(t, c, "up again", func(s State) bool { return up(s) && s.Reconnects == 1 })
	assert.NotNil(t, s.Inventory)
}

func TestHungEngine(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	opts := testOptions()
	opts.RescanInterval = time.Hour
	opts.CallTimeout = 100 * time.Millisecond
	c := open(t, opts, Parts{})
	awaitState(t, c, "up", up)
	fake.Scenario("gpu 0\nhang dcgmEntitiesGetLatestValues\n")
	q := []Query{{[]Entity{{field.LevelGPU, 0}}, []field.ID{203}}}
	_, err := c.Latest(t.Context(), q, nil)
	require.ErrorIs(t, err, ErrHung)
	s := awaitState(t, c, "down", down)
	require.ErrorIs(t, s.Err, ErrHung)
	_, err = c.Latest(t.Context(), q, nil)
	require.ErrorIs(t, err, ErrDown, "nothing more is sent")
	fake.Scenario("gpu 0\n")
	awaitState(t, c, "up again", up)
}

func TestCloseDoesNotWaitForAHungEngine(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	opts := testOptions()
	opts.RescanInterval = time.Hour
	opts.CallTimeout = 50 * time.Millisecond
	c, err := Open(context.Background(), opts, nil, Parts{})
	require.NoError(t, err)
	awaitState(t, c, "up", up)
	fake.Scenario("gpu 0\nhang dcgmEntitiesGetLatestValues\n")
	_, err = c.Latest(t.Context(), []Query{{[]Entity{{field.LevelGPU, 0}}, []field.ID{203}}}, nil)
	require.ErrorIs(t, err, ErrHung)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, c.Close(ctx), ErrHung)

	// The next connection says what it waits for, and takes over.
	next := open(t, opts, Parts{})
	s := awaitState(t, next, "waiting", down)
	require.ErrorContains(t, s.Err, "connection before this one")
	fake.Scenario("gpu 0\n")
	awaitState(t, next, "up", up)
}

func TestCloseWhileConnecting(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\ndelay dcgmConnect_v2 150\n")
	c, err := Open(context.Background(), testOptions(), nil, Parts{})
	require.NoError(t, err)
	time.Sleep(20 * time.Millisecond)
	require.NoError(t, c.Close(t.Context()))
	fake.Scenario("gpu 0\n")
	awaitState(t, open(t, testOptions(), Parts{}), "up", up)
}

func TestOldEngineRefusesFields(t *testing.T) {
	fakedcgm.New(t, "gpu 0\nunknown 155\nrefuse 101\n")
	c := open(t, testOptions(), Parts{})
	awaitState(t, c, "up", up)
	watchAll(t, c, 10*time.Millisecond, 203, 155, 150, 101)
	values, err := c.Latest(t.Context(), []Query{{[]Entity{{field.LevelGPU, 0}}, []field.ID{203, 155, 150, 101}}}, nil)
	require.NoError(t, err)
	var got []Absence
	for i := range values {
		got = append(got, values[i].Absent())
	}
	assert.Equal(t, []Absence{Present, NotWatched, Present, NotWatched}, got)
}

func TestWatchesThatTheEngineRefuses(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	opts := testOptions()
	opts.RescanInterval = time.Hour
	c := open(t, opts, Parts{})
	inv := awaitState(t, c, "up", up).Inventory
	fake.Scenario("gpu 0\nerr dcgmWatchFields -24 1\n")
	watches := []Watch{
		{Set: "gpu 0", Entities: []Entity{inv.GPUs[0].Entity()}, Fields: []field.ID{155}, Interval: time.Second},
		{Set: "gpu 0", Entities: []Entity{inv.GPUs[0].Entity()}, Fields: []field.ID{203}, Interval: time.Second},
	}
	require.ErrorContains(t, c.Watch(t.Context(), inv.Generation, watches), "watch gpu 0: error watching fields: Max limit reached")
	require.NoError(t, c.Watch(t.Context(), inv.Generation, watches), "what failed is tried again")
	require.NoError(t, c.Watch(t.Context(), inv.Generation-1, nil), "an old inventory changes nothing")
	values, err := c.Latest(t.Context(), []Query{{[]Entity{inv.GPUs[0].Entity()}, []field.ID{155, 203}}}, nil)
	require.NoError(t, err)
	assert.Equal(t, Present, values[0].Absent())
	assert.Equal(t, Present, values[1].Absent())
}

func TestDeathIsNoticedWithoutARead(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	c := open(t, testOptions(), Parts{})
	awaitState(t, c, "up", up)
	fake.Scenario("gpu 0\ndead 1\n")
	s := awaitState(t, c, "down", down)
	require.ErrorIs(t, s.Err, errConnection)
	fake.Scenario("gpu 0\n")
	assert.Equal(t, int64(1), awaitState(t, c, "up", up).Reconnects)
}

func TestErrorsOfCallsThatTheConnectionSurvives(t *testing.T) {
	fake := fakedcgm.New(t, "gpu 0\n")
	c := open(t, testOptions(), Parts{})
	before := awaitState(t, c, "up", up).Inventory
	fake.Scenario("gpu 0\nerr dcgmGetAllSupportedDevices -3 2\n")
	time.Sleep(300 * time.Millisecond)
	assert.Equal(t, before, c.State().Inventory, "looking for GPUs failed, nothing else")
}
