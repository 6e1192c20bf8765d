// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package check holds the check-digit algorithms that national numbers share.
package check

// Max is the longest compact value.
const Max = 24

// Value is a number without its separators, letters in upper case. It is
// passed by value so that checking allocates nothing.
type Value struct {
	b [Max]byte
	n int
	// Lower says that the text had a lower-case letter.
	Lower bool
}

// Of makes a value of the letters and digits of s; what does not fit is cut.
func Of(s string) Value {
	var v Value
	for i := 0; i < len(s) && v.n < Max; i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
			v.Lower = true
		default:
			continue
		}
		v.b[v.n] = c
		v.n++
	}
	return v
}

// Len is the number of letters and digits.
func (v Value) Len() int { return v.n }

// At returns the byte at i, 0 past the end.
func (v Value) At(i int) byte {
	if i < 0 || i >= v.n {
		return 0
	}
	return v.b[i]
}

// D returns the digit at i, or a number above 9 when it is no digit.
func (v Value) D(i int) int {
	c := v.At(i) - '0'
	return int(c)
}

// Num reads the digits [from, to) as a decimal number; -1 when one is no digit.
func (v Value) Num(from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		d := v.D(i)
		if d > 9 {
			return -1
		}
		n = n*10 + d
	}
	return n
}

// Slice returns the part [from, to).
func (v Value) Slice(from, to int) Value {
	var p Value
	p.Lower = v.Lower
	p.n = copy(p.b[:], v.b[from:min(to, v.n)])
	return p
}

// Same reports whether all bytes are the same: 000000000 and the like.
func (v Value) Same() bool {
	for i := 1; i < v.n; i++ {
		if v.b[i] != v.b[0] {
			return false
		}
	}
	return true
}

// Sequence reports whether the digits count up or down by one, as in
// 123456789: an example, not a number given out.
func (v Value) Sequence() bool {
	up, down := true, true
	for i := 1; i < v.n; i++ {
		d := (int(v.b[i]) - int(v.b[i-1]) + 10) % 10
		up = up && d == 1
		down = down && d == 9
	}
	return v.n > 1 && (up || down)
}

// String returns the compact value.
func (v Value) String() string { return string(v.b[:v.n]) }
