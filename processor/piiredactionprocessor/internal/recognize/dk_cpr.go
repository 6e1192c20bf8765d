// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Danish CPR number: date of birth, serial number, check digit mod 11. Since
// 2007 numbers without a valid check digit are given out too; those need a
// context word.
func init() {
	register(Rule{
		Type:  entity.DKCPR,
		Free:  []string{"dddddd-dddd"},
		Whole: []string{"dddddddddd", "dddddd dddd"},
		Check: func(v check.Value) bool {
			return ddmmyy(v) && check.Weighted(v, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
		},
		Checked: "date of birth, weights mod 11",
		Cues:    []string{"cpr", "cpr nummer", "cprnr", "cpr nr", "personnummer", "cpr number"},
		Weak:    true,
	})
}

func init() {
	register(Rule{
		Type:    entity.DKCPR,
		Cued:    []string{"dddddd-dddd", "dddddddddd"},
		Check:   ddmmyy,
		Checked: "date of birth",
		Cues:    []string{"cpr", "cpr nummer", "cprnr", "cpr nr", "personnummer", "cpr number"},
	})
}
