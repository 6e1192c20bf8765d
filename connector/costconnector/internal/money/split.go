// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"math/big"
	"slices"
)

// Split divides an amount in proportion to weights. The parts add up to the
// amount exactly: what is left after rounding down goes to the largest
// remainders, of equal ones to the first. If all weights are 0, so are the parts.
func (a Amount) Split(weights []uint64) []Amount {
	parts := make([]Amount, len(weights))
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, new(big.Int).SetUint64(w))
	}
	if sum.Sign() == 0 {
		return parts
	}
	total, rest := a.Atto(), a
	remainders := make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	for i, w := range weights {
		product := new(big.Int).Mul(total, new(big.Int).SetUint64(w))
		quotient, remainder := product.QuoRem(product, sum, new(big.Int))
		parts[i] = fromAtto(quotient)
		rest = rest.Sub(parts[i])
		remainders[i], order[i] = remainder, i
	}
	slices.SortStableFunc(order, func(i, j int) int { return remainders[j].Cmp(remainders[i]) })
	one := Amount{lo: 1}
	for _, i := range order {
		if rest.IsZero() {
			break
		}
		parts[i] = parts[i].Add(one)
		rest = rest.Sub(one)
	}
	return parts
}

// fromAtto returns an amount of at most 128 bits.
func fromAtto(v *big.Int) Amount {
	const half = 64
	return Amount{new(big.Int).Rsh(v, half).Uint64(), new(big.Int).And(v, lowHalf).Uint64()}
}

var lowHalf = new(big.Int).SetUint64(1<<64 - 1)

// Atto returns n atto-EUR.
func Atto(n uint64) Amount { return Amount{lo: n} }

// Scale returns n times a.
func (a Amount) Scale(n uint32) Amount { return a.MulFixed(uint64(n) << 32) }

// Uint64 returns the number of atto-EUR, the largest uint64 if there are more.
func (a Amount) Uint64() uint64 {
	if a.hi > 0 {
		return 1<<64 - 1
	}
	return a.lo
}
