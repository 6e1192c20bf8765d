// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// National Provider Identifier: Luhn with the prefix 80840.
func init() {
	register(Rule{
		Type:  entity.USNPI,
		Whole: []string{"dddddddddd", "dddd-ddd-ddd", "dddd ddd ddd", "ddd-ddd-dddd"},
		Check: func(v check.Value) bool {
			if d := v.D(0); d != 1 && d != 2 {
				return false
			}
			sum := 24 // the prefix
			for i := range 10 {
				d := v.D(i)
				if i%2 == 0 {
					if d *= 2; d > 9 {
						d -= 9
					}
				}
				sum += d
			}
			return sum%10 == 0 && !v.Sequence()
		},
		Checked: "Luhn with prefix 80840",
		Cues:    []string{"npi", "national provider", "provider identifier", "provider number"},
	})
}
