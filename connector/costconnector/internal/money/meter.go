// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import "math/bits"

// Meter adds up a quantity times a rate, divided by a constant. What does not
// divide is carried over, so that the sum does not depend on how the quantity
// was cut up: it is always the exact sum, rounded down.
type Meter struct{ carry uint64 }

// Add returns the whole units that quantity * rate / divisor, with what was
// carried, amounts to. The divisor must be the same in all calls of a meter.
func (m *Meter) Add(quantity, rate, divisor uint64) Amount {
	hi, lo := bits.Mul64(quantity, rate)
	lo, carry := bits.Add64(lo, m.carry, 0)
	hi += carry
	upper := hi / divisor
	lower, rest := bits.Div64(hi%divisor, lo, divisor)
	m.carry = rest
	return Amount{upper, lower}
}
