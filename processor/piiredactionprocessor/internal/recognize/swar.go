// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import "math/bits"

// Eight bytes at a time: each byte of the result has its top bit set where the
// byte of the text belongs to the class. The sums cannot carry into the next
// byte, so every bit is exact.
const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
	low7 = 0x7f7f7f7f7f7f7f7f
)

// load8 reads eight bytes, the first one lowest; the compiler makes it one load.
func load8(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// triggers8 marks the bytes from '0' to '@': all triggers and a few others.
func triggers8(x uint64) uint64 {
	atLeast0 := x&low7 + ones*(0x80-'0')
	aboveAt := x&low7 + ones*(0x80-('@'+1))
	return atLeast0 &^ aboveAt &^ x & tops
}

// spaces8 marks the bytes up to ' '.
func spaces8(x uint64) uint64 {
	above := x&low7 + ones*(0x80-(' '+1))
	return ^(above | x) & tops
}

// firstByte is the index of the first marked byte; marks must not be 0.
func firstByte(marks uint64) int { return bits.TrailingZeros64(marks) >> 3 }

// lastByte is the index of the last marked byte; marks must not be 0.
func lastByte(marks uint64) int { return 7 - bits.LeadingZeros64(marks)>>3 }

// nextTrigger returns the index of the next trigger byte from i on, or
// len(text).
func nextTrigger(text string, i int) int {
	for i+8 <= len(text) {
		marks := triggers8(load8(text, i))
		for marks != 0 {
			k := firstByte(marks)
			if trigger[text[i+k]] != trigNone {
				return i + k
			}
			marks &= marks - 1
		}
		i += 8
	}
	for i < len(text) && trigger[text[i]] == trigNone {
		i++
	}
	return i
}
