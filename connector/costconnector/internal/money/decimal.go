// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"errors"
	"fmt"
	"math/big"
)

const maxDigits = 18

var errNotDecimal = errors.New("must be a plain decimal such as \"2.50\": digits with an optional fraction, no sign, exponent or blanks")

// Decimal is an exact number >= 0 as it is written in a price book. The zero
// value is 0. Decimals are only used while a book is loaded.
type Decimal struct {
	rat *big.Rat
}

// One is the decimal 1.
func One() Decimal { return Decimal{big.NewRat(1, 1)} }

// ParseDecimal reads digits with an optional fraction. At most 18 digits are
// allowed on either side of the point. Signs, exponents, blanks, leading zeros
// and a bare point are errors.
func ParseDecimal(s string) (Decimal, error) {
	whole, fraction, point := len(s), 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && !point:
			whole, fraction, point = i, len(s)-i-1, true
		case c < '0' || c > '9':
			return Decimal{}, errNotDecimal
		}
	}
	switch {
	case whole == 0, point && fraction == 0, whole > 1 && s[0] == '0':
		return Decimal{}, errNotDecimal
	case whole > maxDigits, fraction > maxDigits:
		return Decimal{}, fmt.Errorf("must not have more than %d digits before or after the point", maxDigits)
	}
	rat, ok := new(big.Rat).SetString(s)
	if !ok {
		return Decimal{}, errNotDecimal
	}
	return Decimal{rat}, nil
}

// Mul returns the exact product.
func (d Decimal) Mul(e Decimal) Decimal {
	return Decimal{new(big.Rat).Mul(d.value(), e.value())}
}

// IsZero reports whether d is 0.
func (d Decimal) IsZero() bool { return d.value().Sign() == 0 }

func (d Decimal) value() *big.Rat {
	if d.rat == nil {
		return new(big.Rat)
	}
	return d.rat
}
