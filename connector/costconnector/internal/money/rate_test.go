// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func decimal(tb testing.TB, s string) Decimal {
	tb.Helper()
	d, err := ParseDecimal(s)
	require.NoError(tb, err)
	return d
}

func TestNewRate(t *testing.T) {
	for _, tt := range []struct {
		name  string
		price Decimal
		units uint64
		want  uint64
	}{
		{"zero value", Decimal{}, 1, 0},
		{"2.50 USD per million at 0.92", decimal(t, "2.5").Mul(decimal(t, "0.92")), 1_000_000, 2_300_000_000_000},
		{"per call", decimal(t, "0.005"), 1, 5_000_000_000_000_000},
		{"largest", decimal(t, "18.446744073709551615"), 1, 18446744073709551615},
		{"half rounds to even below", decimal(t, "0.0000000000000005"), 1000, 0},
		{"half rounds to even above", decimal(t, "0.0000000000000015"), 1000, 2},
		{"below half rounds down", decimal(t, "0.0000000000000014"), 1000, 1},
		{"above half rounds up", decimal(t, "0.0000000000000006"), 1000, 1},
		{"rounded once, not per factor", decimal(t, "0.000000000000000001").Mul(decimal(t, "0.1")).Mul(decimal(t, "10")), 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rate, err := NewRate(tt.price, tt.units)
			require.NoError(t, err)
			require.Equal(t, Rate(tt.want), rate)
		})
	}
}

func TestNewRateTooHigh(t *testing.T) {
	_, err := NewRate(decimal(t, "18.446744073709551616"), 1)
	require.ErrorIs(t, err, errRateTooHigh)
}
