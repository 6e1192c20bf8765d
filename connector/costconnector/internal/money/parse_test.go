// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"math"
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseAmount(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "0.0035": "0.0035", "3.5e-03": "0.0035", "35E-4": "0.0035", "1e+2": "100", "12": "12", "12.": "12", ".5": "0.5",
		"0.20400000000000003e-3":   "0.000204",
		"0.0000000000000000015":    "0.000000000000000002",
		"0.0000000000000000014":    "0.000000000000000001",
		"1e-19":                    "0",
		"1e-999":                   "0",
		"1000000000":               "1000000000",
		"1e9":                      "1000000000",
		"0.1234567890123456784999": "0.123456789012345678",
	} {
		a, ok := ParseAmount([]byte(text))
		require.True(t, ok, text)
		require.Equal(t, want, a.String(), text)
	}
	for _, text := range []string{
		"", ".", "-1", "+1", "NaN", "+Inf", "1e", "1e-", "1e99999", "1x", "0x10", "1e2.5", "1.2.3", " 1", "1,5",
		"1000000000.1", "1e10", "1e300", "9999999999999999999999999999999999999999",
	} {
		_, ok := ParseAmount([]byte(text))
		require.False(t, ok, text)
	}
}

// Any float is read as the decimal that it is written as.
func FuzzParseAmount(f *testing.F) {
	f.Add(uint64(0x3F6CAC083126E979))
	f.Fuzz(func(t *testing.T, bits uint64) {
		v := math.Float64frombits(bits)
		text := strconv.FormatFloat(v, 'e', -1, 64)
		a, ok := ParseAmount([]byte(text))
		want, isNumber := new(big.Rat).SetString(text)
		if !isNumber || want.Sign() < 0 || v > maxWhole {
			if ok && !(v == 0) {
				t.Fatalf("%s was read as %s", text, a)
			}
			return
		}
		if !ok {
			if text[0] != '-' {
				t.Fatalf("%s was not read", text)
			}
			return
		}
		got, _ := new(big.Rat).SetString(a.String())
		if difference := want.Sub(want, got); difference.Abs(difference).Cmp(big.NewRat(1, 2e18)) > 0 {
			t.Fatalf("%s was read as %s", text, a)
		}
	})
}
