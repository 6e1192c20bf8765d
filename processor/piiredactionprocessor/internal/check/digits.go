// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package check

// Luhn is the check of ISO/IEC 7812-1, annex B.
func Luhn(v Value) bool {
	sum, double := 0, false
	for i := v.Len() - 1; i >= 0; i-- {
		d := v.D(i)
		if d > 9 {
			return false
		}
		if double {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return v.Len() > 1 && sum%10 == 0
}

// Weighted returns the sum of the digits multiplied by the weights, or -1 when
// one of them is no digit.
func Weighted(v Value, weights ...int) int {
	sum := 0
	for i, w := range weights {
		d := v.D(i)
		if d > 9 {
			return -1
		}
		sum += d * w
	}
	return sum
}

// Mod11x10 is ISO/IEC 7064 MOD 11,10 over all digits, the last being the check
// digit.
func Mod11x10(v Value) bool {
	p := 10
	for i := range v.Len() - 1 {
		d := v.D(i)
		if d > 9 {
			return false
		}
		s := (d + p) % 10
		if s == 0 {
			s = 10
		}
		p = s * 2 % 11
	}
	return v.Len() > 1 && (11-p)%10 == v.D(v.Len()-1)
}

// Mod reads the digits as one decimal number and returns the remainder; letters
// count 10 to 35 as in ISO 7064 (A = 10).
func Mod(v Value, m int) int {
	r := 0
	for i := range v.Len() {
		c := v.At(i)
		if c >= 'A' {
			r = (r*100 + int(c-'A') + 10) % m
		} else {
			r = (r*10 + int(c-'0')) % m
		}
	}
	return r
}

var verhoeffD = [10][10]uint8{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
	{1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
	{2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
	{3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
	{4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
	{5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
	{6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
	{7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
	{8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
	{9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
}

var verhoeffP = [8][10]uint8{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
	{1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
	{5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
	{8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
	{9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
	{4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
	{2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
	{7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
}

// Verhoeff is the dihedral check of J. Verhoeff, "Error Detecting Decimal
// Codes" (1969).
func Verhoeff(v Value) bool {
	c := uint8(0)
	for i := range v.Len() {
		d := v.D(v.Len() - 1 - i)
		if d > 9 {
			return false
		}
		c = verhoeffD[c][verhoeffP[i%8][d]]
	}
	return c == 0
}

// ICAO is the check of ICAO Doc 9303 part 3: weights 7 3 1, letters from 10,
// sum mod 10. It covers the first n bytes and the digit after them.
func ICAO(v Value, n int) bool {
	weights := [3]int{7, 3, 1}
	sum := 0
	for i := range n {
		x := v.D(i)
		if c := v.At(i); c >= 'A' {
			x = int(c-'A') + 10
		}
		sum += x * weights[i%3]
	}
	return v.Len() > n && sum%10 == v.D(n)
}

// EAN13 is the check digit of GS1 over 13 digits.
func EAN13(v Value) bool {
	sum := Weighted(v, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1)
	return v.Len() == 13 && sum >= 0 && sum%10 == 0
}
