// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German Krankenversichertennummer, section 290 SGB V: a letter and nine
// digits, the last a Luhn-like check digit over the letter's number and the
// digits before it.
func init() {
	register(Rule{
		Type:    entity.DEHealthInsurance,
		Free:    []string{"addddddddd"},
		Whole:   []string{"addd ddd ddd", "a ddd ddd ddd", "a ddddddddd"},
		Check:   deHealthInsurance,
		Checked: "letter as two digits, weights 1 and 2, mod 10",
		Cues:    []string{"kvnr", "krankenversichertennummer", "*krankenversicher*", "versichertennummer", "*versicherten*", "krankenkasse", "gesundheitskarte", "health insurance", "egk", "versicherten id", "insurance number"},
	})
}

func deHealthInsurance(v check.Value) bool {
	letter := int(v.At(0)-'A') + 1
	if letter < 1 || letter > 26 || v.Lower {
		return false
	}
	digits := [10]int{letter / 10, letter % 10}
	for i := range 8 {
		digits[i+2] = v.D(i + 1)
	}
	sum := 0
	for i, d := range digits {
		p := d * (1 + i%2)
		sum += p/10 + p%10
	}
	return sum%10 == v.D(9)
}
