// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"errors"
	"math/big"
)

// Rate is a price in atto-EUR (1e-18 EUR) for one token or one call. The
// largest rate is about 18.4 EUR.
type Rate uint64

var errRateTooHigh = errors.New("is more than 18.4 EUR for one unit, which is more than a rate can hold")

var attoPerEUR = big.NewInt(1e18)

// NewRate returns price / units in atto-EUR. A result that is not a whole
// number of atto-EUR is rounded once, half to even.
func NewRate(price Decimal, units uint64) (Rate, error) {
	num := new(big.Int).Mul(price.value().Num(), attoPerEUR)
	den := new(big.Int).Mul(price.value().Denom(), new(big.Int).SetUint64(units))
	quo, rem := new(big.Int).QuoRem(num, den, new(big.Int))
	switch rem.Lsh(rem, 1).Cmp(den) {
	case 1:
		quo.Add(quo, big.NewInt(1))
	case 0:
		if quo.Bit(0) == 1 {
			quo.Add(quo, big.NewInt(1))
		}
	}
	if !quo.IsUint64() {
		return 0, errRateTooHigh
	}
	return Rate(quo.Uint64()), nil
}

// NewAmount returns a sum of money. One that is not a whole number of atto-EUR
// is rounded down.
func NewAmount(sum Decimal) (Amount, error) {
	num := new(big.Int).Mul(sum.value().Num(), attoPerEUR)
	num.Quo(num, sum.value().Denom())
	if num.BitLen() > 128 {
		return Amount{}, errAmountTooHigh
	}
	return fromAtto(num), nil
}

var errAmountTooHigh = errors.New("is more than 3.4e20, which is more than an amount can hold")

// Amount returns the price of one unit.
func (r Rate) Amount() Amount { return Amount{lo: uint64(r)} }
