// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import "math/bits"

// maxWhole is the largest amount that ParseAmount reads, in whole units of the
// currency: nobody pays more for a request.
const maxWhole = 1_000_000_000

// ParseAmount reads a decimal such as 0.0035 or 3.5e-03. Digits beyond 1e-18 are
// rounded, half up. ok is false if the text is no such number, is negative, or is
// more than a billion.
func ParseAmount(text []byte) (a Amount, ok bool) {
	i, scale, seen := 0, 0, false
	roundUp, dropping := false, false
	for point := false; i < len(text); i++ {
		c := text[i]
		if c == '.' && !point {
			point = true
			continue
		}
		if c < '0' || c > '9' {
			break
		}
		seen = true
		switch {
		case dropping:
		case a.hi>>56 != 0:
			// More digits than anything of an amount's size needs.
			roundUp, dropping = c >= '5', true
		default:
			a = a.timesTen(uint64(c - '0'))
			if point {
				scale--
			}
			continue
		}
		if !point {
			scale++
		}
	}
	if !seen {
		return Amount{}, false
	}
	exponent, ok := parseExponent(text[i:])
	if !ok {
		return Amount{}, false
	}
	if roundUp {
		a = a.Add(Amount{lo: 1})
	}
	const atto = 18
	return a.shiftDecimal(scale + exponent + atto)
}

// parseExponent reads nothing, or e with a whole number.
func parseExponent(text []byte) (exponent int, ok bool) {
	if len(text) == 0 {
		return 0, true
	}
	if text[0] != 'e' && text[0] != 'E' {
		return 0, false
	}
	text = text[1:]
	sign := 1
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		if text[0] == '-' {
			sign = -1
		}
		text = text[1:]
	}
	if len(text) == 0 || len(text) > 4 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		exponent = exponent*10 + int(c-'0')
	}
	return sign * exponent, true
}

func (a Amount) timesTen(digit uint64) Amount {
	hi, lo := bits.Mul64(a.lo, 10)
	lo, carry := bits.Add64(lo, digit, 0)
	return Amount{a.hi*10 + hi + carry, lo}
}

// shiftDecimal multiplies by a power of ten.
func (a Amount) shiftDecimal(places int) (Amount, bool) {
	limit := Rate(1e18).Times(maxWhole)
	for ; places > 0 && !a.IsZero(); places-- {
		if a.Cmp(limit) > 0 {
			return Amount{}, false
		}
		a = a.timesTen(0)
	}
	for ; places < 0 && !a.IsZero(); places++ {
		upper, rest := a.hi/10, a.hi%10
		lower, rest := bits.Div64(rest, a.lo, 10)
		a = Amount{upper, lower}
		if places == -1 && rest >= 5 {
			a = a.Add(Amount{lo: 1})
		}
	}
	return a, a.Cmp(limit) <= 0
}
