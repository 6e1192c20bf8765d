// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package field

import (
	"testing"

	"github.com/NVIDIA/go-dcgm/pkg/dcgm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNamesAreThoseOfGoDCGM: if go-dcgm knows more names after an upgrade, names.csv
// is to be written anew.
func TestNamesAreThoseOfGoDCGM(t *testing.T) {
	require.Greater(t, len(names()), 1000)
	for name, id := range names() {
		got, ok := dcgm.GetFieldID(name)
		require.True(t, ok, name)
		assert.Equal(t, ID(got), id, name)
	}
}

func TestTableIsConsistent(t *testing.T) {
	for _, f := range All() {
		id, ok := dcgm.GetFieldID(f.Name)
		require.True(t, ok, f.Name)
		assert.Equal(t, ID(id), f.ID, f.Name)
		assert.Same(t, ByID(f.ID), ByName(f.Name))
		assert.Equal(t, byte('.'), f.Help[len(f.Help)-1], f.Name)
		if f.Metric != nil {
			assert.Positive(t, f.Scale/f.Divisor)
			assert.False(t, f.Counter && !f.Metric.Monotonic, "%s: a counter is a counter", f.Name)
		}
	}
}

func TestLookup(t *testing.T) {
	for name, want := range map[string]ID{
		"DCGM_FI_DEV_POWER_USAGE":       155, // before 4.6
		"DCGM_FI_DEV_BOARD_POWER_WATTS": 155, // since 4.6
		"DCGM_FI_DEV_XID_ERRORS":        XID,
	} {
		got, err := Lookup(name)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	_, err := Lookup("power_usage")
	require.ErrorIs(t, err, ErrUnknownName)
	require.ErrorContains(t, err, "did you mean DCGM_FI_DEV_POWER_USAGE?")
}

func TestProf(t *testing.T) {
	assert.True(t, ID(1002).Prof())
	assert.True(t, ID(1532).Prof())
	assert.False(t, ID(203).Prof())
}
