// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Passports of other states: six to nine letters and digits with at least five
// digits, known by context only.
func init() {
	register(Rule{
		Type:    entity.PassportNumber,
		Cued:    []string{"addddddd", "aaddddddd", "aaadddddd", "adddddd", "aadddddd", "ddaaddddd", "adddddddd", "dddddddd", "ddddddd", "aadddddda", "dddddddda", "ddddddddd", "adddddda", "aaaddddddd", "xxxxxxxxx", "addd ddd", "aa dddddd", "aa ddddddd", "a dddddddd", "a ddddddd"},
		Check:   documentNumber,
		Checked: "at least five digits",
		Cues:    passportWords,
		Weak:    true,
	})
}

// documentNumber refuses words and small numbers.
func documentNumber(v check.Value) bool {
	digits := 0
	for i := range v.Len() {
		if isDigit(v.At(i)) {
			digits++
		}
	}
	return digits >= 5 && !v.Same() && !v.Lower
}
