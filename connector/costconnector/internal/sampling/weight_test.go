// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package sampling

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFromTraceState(t *testing.T) {
	for _, tt := range []struct {
		name, state string
		want        Weight
		known       bool
	}{
		{"none", "", One, true},
		{"another vendor", "congo=t61rcWkgMzE", One, true},
		{"all are kept", "ot=th:0", One, true},
		{"one of two", "ot=th:8", 2 * One, true},
		{"one of four", "ot=th:c", 4 * One, true},
		{"trailing zeros", "ot=th:c0000000000000", 4 * One, true},
		{"one of three", "ot=th:aaaaaaaaaaaaab", 12884901888, true},
		{"three of ten", "ot=th:b3333333333333", 14316557653, true},
		{"among others", "congo=ucfJifl5GOE, ot=rv:6e6d1a75832a2f;th:8 ,x=y", 2 * One, true},
		{"the largest", "ot=th:ffffff", MaxWeight, true},
		{"absurd", "ot=th:ffffff8", One, false},
		{"one of 2^56", "ot=th:ffffffffffffff", One, false},
		{"too long", "ot=th:000000000000000", One, true},
		{"capital", "ot=th:C", One, true},
		{"no digits", "ot=th:", One, true},
		{"another key", "ot=p:8", One, true},
		{"another member's key", "xot=th:8", One, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, known := FromTraceState(tt.state)
			require.Equal(t, tt.want, w)
			require.Equal(t, tt.known, known)
		})
	}
}

func TestReadingAllocatesNothing(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(100, func() { FromTraceState("congo=ucfJifl5GOE,ot=rv:6e6d1a75832a2f;th:8") }))
}

// The weight is the reciprocal of the probability, to half a unit.
func FuzzFromTraceState(f *testing.F) {
	for _, state := range []string{"ot=th:8", "ot=th:ffffff", "a=b,ot=th:0;rv:1", "ot=th:fffffe123"} {
		f.Add(state)
	}
	f.Fuzz(func(t *testing.T, state string) {
		w, known := FromTraceState(state)
		require.GreaterOrEqual(t, w, One)
		require.LessOrEqual(t, w, MaxWeight)
		digits, ok := threshold(state)
		if !ok || !known || w == One {
			return
		}
		padded := digits
		for len(padded) < thresholdDigits {
			padded += "0"
		}
		rejected, ok := new(big.Int).SetString(padded, 16)
		require.True(t, ok)
		accepted := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 56), rejected)
		exact := new(big.Rat).SetFrac(new(big.Int).Lsh(big.NewInt(1), 88), accepted)
		off := exact.Sub(exact, new(big.Rat).SetInt(new(big.Int).SetUint64(uint64(w))))
		require.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(1, 2)), 0)
	})
}

func TestTimes(t *testing.T) {
	third, known := FromTraceState("ot=th:aaaaaaaaaaaaaa")
	require.True(t, known)
	for _, tt := range []struct {
		w           Weight
		units, want uint64
	}{
		{One, 0, 0},
		{One, 1 << 40, 1 << 40},
		{One * 4, 7, 28},
		{One + One/2, 1, 2}, // half up
		{third, 100, 300},
		{MaxWeight, 1 << 40, math.MaxUint64},
	} {
		require.Equal(t, tt.want, tt.w.Times(tt.units))
	}
}
