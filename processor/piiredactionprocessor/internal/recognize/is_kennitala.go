// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Icelandic kennitala: date of birth, serial number, weights 3 2 7 6 5 4 3 2
// mod 11, century.
func init() {
	register(Rule{
		Type:  entity.ISKennitala,
		Whole: []string{"dddddd-dddd", "dddddddddd"},
		Check: func(v check.Value) bool {
			day := v.Num(0, 2)
			if day > 40 { // firms
				day -= 40
			}
			c := v.D(9)
			return check.Date(v.Num(2, 4), day) && (c == 8 || c == 9 || c == 0) && check.Weighted(v, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
		},
		Checked: "date of birth, weights mod 11",
		Cues:    []string{"kennitala", "kennitölu", "kt"},
	})
}
