// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package sampling reads from a span how many spans it stands for.
package sampling

import (
	"math"
	"math/bits"
	"strings"
)

// Weight is the number of spans that a span stands for, in units of 2^-32.
type Weight uint64

// One is the weight of a span that was not sampled.
const One Weight = 1 << 32

// MaxWeight is the largest weight that is believed: one span of 2^24.
const MaxWeight = One << 24

// Times returns the number of units that so many of a span stand for, rounded half up,
// the largest number if there are more.
func (w Weight) Times(units uint64) uint64 {
	const shift, half = 32, 1 << 31
	hi, lo := bits.Mul64(units, uint64(w))
	lo, carry := bits.Add64(lo, half, 0)
	hi += carry
	if hi>>shift != 0 {
		return math.MaxUint64
	}
	return hi<<shift | lo>>shift
}

const (
	thresholdDigits = 14
	thresholdBits   = 4 * thresholdDigits
)

// FromTraceState returns the weight that the rejection threshold of a W3C trace
// state (ot=th:...) implies: 2^56 / (2^56 - threshold). Without a threshold, or
// with one that is not well-formed, it is One. known is false if the weight is
// more than MaxWeight, and then it is One, too.
func FromTraceState(state string) (w Weight, known bool) {
	digits, ok := threshold(state)
	if !ok {
		return One, true
	}
	var rejected uint64
	for i := range thresholdDigits {
		digit := uint64(0)
		if i < len(digits) {
			digit = hexDigit(digits[i])
			if digit > 0xf {
				return One, true
			}
		}
		rejected = rejected<<4 | digit
	}
	accepted := uint64(1)<<thresholdBits - rejected
	// 2^(56+32) / accepted, rounded to nearest.
	const dividendHi = 1 << (thresholdBits + 32 - 64)
	if accepted < uint64(1)<<(thresholdBits-24) {
		return One, false
	}
	quotient, remainder := bits.Div64(dividendHi, 0, accepted)
	if remainder >= accepted-remainder {
		quotient++
	}
	return Weight(quotient), true
}

// threshold returns the value of th in the list member ot.
func threshold(state string) (digits string, ok bool) {
	for state != "" {
		var member string
		member, state, _ = strings.Cut(state, ",")
		fields, found := strings.CutPrefix(strings.Trim(member, " \t"), "ot=")
		if !found {
			continue
		}
		for fields != "" {
			var field string
			field, fields, _ = strings.Cut(fields, ";")
			if digits, found := strings.CutPrefix(field, "th:"); found {
				return digits, digits != "" && len(digits) <= thresholdDigits
			}
		}
		return "", false
	}
	return "", false
}

func hexDigit(c byte) uint64 {
	switch {
	case '0' <= c && c <= '9':
		return uint64(c - '0')
	case 'a' <= c && c <= 'f':
		return uint64(c-'a') + 10
	default:
		return 0xff
	}
}
