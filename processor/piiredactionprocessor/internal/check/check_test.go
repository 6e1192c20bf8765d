// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package check

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The numbers are the examples of the standards, or well known test numbers.
func TestCheckDigits(t *testing.T) {
	for name, tc := range map[string]struct {
		check func(Value) bool
		valid string
	}{
		"Luhn":      {Luhn, "4111 1111 1111 1111"},
		"MOD 11,10": {Mod11x10, "07945"},
		"MOD 97-10": {func(v Value) bool { return Mod(v, 97) == 1 }, "794043"},
		"Verhoeff":  {Verhoeff, "2363"},
		"ICAO":      {func(v Value) bool { return ICAO(v, 9) }, "L898902C36"},
		"EAN-13":    {EAN13, "4006381333931"},
		"weights":   {func(v Value) bool { return Weighted(v, 1, 2, 3) == 14 }, "123"},
	} {
		t.Run(name, func(t *testing.T) {
			v := Of(tc.valid)
			assert.True(t, tc.check(v))
			// Every single wrong digit is found.
			for i := range v.Len() {
				for d := byte('0'); d <= '9'; d++ {
					w := v
					if !isDigit(w.b[i]) || w.b[i] == d {
						continue
					}
					w.b[i] = d
					assert.False(t, tc.check(w), "%s", w)
				}
			}
		})
	}
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func TestLettersAreNoDigits(t *testing.T) {
	v := Of("12AB")
	assert.False(t, Luhn(v))
	assert.False(t, Verhoeff(v))
	assert.False(t, Mod11x10(v))
	assert.Equal(t, -1, Weighted(v, 1, 1, 1))
	assert.Equal(t, -1, v.Num(0, 3))
}

func TestValue(t *testing.T) {
	v := Of("ab-12.3 4")
	assert.Equal(t, "AB1234", v.String())
	assert.True(t, v.Lower)
	assert.Equal(t, 6, v.Len())
	assert.Equal(t, byte('A'), v.At(0))
	assert.Zero(t, v.At(6))
	assert.Zero(t, v.At(-1))
	assert.Equal(t, 1, v.D(2))
	assert.Equal(t, 123, v.Num(2, 5))
	assert.Equal(t, "123", v.Slice(2, 5).String())
	assert.Len(t, Of("0123456789012345678901234567890").String(), Max)
	assert.True(t, Of("7777").Same())
	assert.False(t, Of("7778").Same())
	assert.True(t, Of("89012").Sequence())
	assert.True(t, Of("4321").Sequence())
	assert.False(t, Of("1235").Sequence())
}

func TestDate(t *testing.T) {
	assert.True(t, Date(2, 29))
	assert.False(t, Date(2, 30))
	assert.False(t, Date(13, 1))
	assert.False(t, Date(0, 1))
	assert.False(t, Date(4, 31))
}
