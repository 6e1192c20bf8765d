// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"math"
	"math/big"
	"math/bits"
	"strings"
)

// Amount is a sum of money in atto-EUR, unsigned, 128 bits wide. The zero
// value is 0 EUR. The largest amount is about 3.4e20 EUR; sums beyond it stay
// at the largest amount instead of wrapping.
//
// Additions are exact, so a total does not depend on the order or the batches
// in which its parts were added.
type Amount struct {
	hi, lo uint64
}

var maxAmount = Amount{math.MaxUint64, math.MaxUint64}

// Times returns count * rate.
func (r Rate) Times(count uint64) Amount {
	hi, lo := bits.Mul64(count, uint64(r))
	return Amount{hi, lo}
}

// Add returns a + b.
func (a Amount) Add(b Amount) Amount {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, overflow := bits.Add64(a.hi, b.hi, carry)
	if overflow != 0 {
		return maxAmount
	}
	return Amount{hi, lo}
}

// Sub returns a - b, 0 if b is more than a.
func (a Amount) Sub(b Amount) Amount {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, less := bits.Sub64(a.hi, b.hi, borrow)
	if less != 0 {
		return Amount{}
	}
	return Amount{hi, lo}
}

// MulFixed returns a * factor / 2^32, rounded to the nearest atto-EUR, half up.
func (a Amount) MulFixed(factor uint64) Amount {
	const half, shift = 1 << 31, 32
	hi, mid := bits.Mul64(a.hi, factor)
	carry, lo := bits.Mul64(a.lo, factor)
	lo, c := bits.Add64(lo, half, 0)
	carry += c
	mid, c = bits.Add64(mid, carry, 0)
	hi += c
	if hi>>shift != 0 {
		return maxAmount
	}
	return Amount{hi<<shift | mid>>shift, mid<<shift | lo>>shift}
}

// Cmp returns -1, 0 or 1.
func (a Amount) Cmp(b Amount) int {
	switch {
	case a == b:
		return 0
	case a.hi < b.hi, a.hi == b.hi && a.lo < b.lo:
		return -1
	default:
		return 1
	}
}

// Exceeds returns 1 if a is more than b, else 0. It has no branch: which of two
// costs is the larger one cannot be foreseen.
func (a Amount) Exceeds(b Amount) uint64 {
	_, borrow := bits.Sub64(b.lo, a.lo, 0)
	_, exceeds := bits.Sub64(b.hi, a.hi, borrow)
	return exceeds
}

// MaxLen is the Len of the largest amount.
const MaxLen = 128

// Len returns the number of bits that a needs, 0 for 0 EUR.
func (a Amount) Len() int {
	if a.hi != 0 {
		return 64 + bits.Len64(a.hi)
	}
	return bits.Len64(a.lo)
}

// IsZero reports whether a is 0 EUR.
func (a Amount) IsZero() bool { return a == Amount{} }

// EUR returns the amount in EUR, rounded once to the nearest float64, half to
// even.
func (a Amount) EUR() float64 {
	// Long division needs a divisor and a dividend with the top bit set. 1e18
	// has 60 bits.
	const divisorShift = 4
	const divisor = 1_000_000_000_000_000_000 << divisorShift

	if a.IsZero() {
		return 0
	}
	shift := bits.LeadingZeros64(a.hi)
	if a.hi == 0 {
		shift = 64 + bits.LeadingZeros64(a.lo)
	}
	hi, lo := a.shiftLeft(uint(shift))
	lost := uint64(0)
	if hi >= divisor {
		lost = lo & 1
		lo = lo>>1 | hi<<63
		hi >>= 1
		shift--
	}
	quotient, remainder := bits.Div64(hi, lo, divisor)
	if remainder|lost != 0 {
		// The quotient has at least 63 bits, so its lowest bit is far below the
		// float's 53 and can stand for everything after it.
		quotient |= 1
	}
	// quotient = a * 2^shift / (1e18 * 2^divisorShift)
	return math.Ldexp(float64(quotient), divisorShift-shift)
}

func (a Amount) shiftLeft(n uint) (hi, lo uint64) {
	if n >= 64 {
		return a.lo << (n - 64), 0
	}
	return a.hi<<n | a.lo>>(64-n), a.lo << n
}

// Atto returns the exact number of atto-EUR.
func (a Amount) Atto() *big.Int {
	v := new(big.Int).SetUint64(a.hi)
	return v.Lsh(v, 64).Or(v, new(big.Int).SetUint64(a.lo))
}

// String returns the exact amount in EUR, without trailing zeros.
func (a Amount) String() string {
	s := a.Atto().String()
	if len(s) <= 18 {
		s = strings.Repeat("0", 19-len(s)) + s
	}
	s = s[:len(s)-18] + "." + s[len(s)-18:]
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
