// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package operator

import (
	"unicode"
	"unicode/utf8"
)

// minHidden is how many letters and digits Mask hides at least: what is left of
// fewer can be guessed.
const minHidden = 6

// MaskRune stands for a letter or a digit that is hidden. No number that holds it
// passes a check.
const MaskRune = '*'

// appendMask hides the letters and digits of raw except the last keep.
func appendMask(dst []byte, raw string, keep int) []byte {
	total := 0
	for _, r := range raw {
		if hides(r) {
			total++
		}
	}
	hidden := max(total-keep, min(total, minHidden))
	for _, r := range raw {
		if hides(r) {
			if hidden > 0 {
				hidden--
				r = MaskRune
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func hides(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
