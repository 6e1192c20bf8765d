// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Singapore NRIC and FIN: S, T, F, G or M, seven digits, check letter.
func init() {
	register(Rule{
		Type:    entity.SGNRIC,
		Free:    []string{"addddddda"},
		Upper:   true,
		Check:   sgNRIC,
		Checked: "check letter mod 11",
		Cues:    []string{"nric", "fin", "nric number", "singapore", "identification"},
	})
}

func sgNRIC(v check.Value) bool {
	sum := 0
	for i, w := range [7]int{2, 7, 6, 5, 4, 3, 2} {
		sum += v.D(i+1) * w
	}
	switch v.At(0) {
	case 'S':
		return v.At(8) == "JZIHGFEDCBA"[sum%11]
	case 'T':
		return v.At(8) == "JZIHGFEDCBA"[(sum+4)%11]
	case 'F':
		return v.At(8) == "XWUTRQPNMLK"[sum%11]
	case 'G':
		return v.At(8) == "XWUTRQPNMLK"[(sum+4)%11]
	case 'M':
		return v.At(8) == "KLJNPQRTUWX"[10-(sum+3)%11]
	default:
		return false
	}
}
