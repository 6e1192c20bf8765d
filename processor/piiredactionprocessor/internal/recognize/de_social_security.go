// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German Versicherungsnummer, section 147 SGB VI: area, date of birth, letter
// of the name, serial number, check digit over the digit sums of the weighted
// digits.
func init() {
	register(Rule{
		Type:    entity.DESocialSecurity,
		Free:    []string{"ddddddddaddd", "dd dddddd a ddd", "dd dddddd a dd d", "dddddddd a ddd", "dd dddddda ddd", "dd-dddddd-a-ddd", "dd dd dd dd a ddd"},
		Check:   deSocialSecurity,
		Checked: "date of birth, weighted digit sums mod 10",
		Cues:    socialWords,
	})
}

func deSocialSecurity(v check.Value) bool {
	day := v.Num(2, 4)
	if day > 50 {
		day -= 50
	}
	letter := int(v.At(8)-'A') + 1
	if letter < 1 || letter > 26 || !check.Date(v.Num(4, 6), day) || v.Num(0, 2) < 2 {
		return false
	}
	digits := [12]int{8: letter / 10, 9: letter % 10}
	for i := range 8 {
		digits[i] = v.D(i)
	}
	digits[10], digits[11] = v.D(9), v.D(10)
	sum := 0
	for i, w := range [12]int{2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1} {
		p := digits[i] * w
		sum += p/10 + p%10
	}
	return sum%10 == v.D(11)
}
