// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// EMŠO and JMBG of the states of former Yugoslavia: date of birth with three
// digits of the year, region, serial number, weights 7 6 5 4 3 2 mod 11.
func init() {
	register(Rule{
		Type:  entity.SIEMSO,
		Whole: []string{"ddddddddddddd"},
		Check: func(v check.Value) bool {
			year := v.Num(4, 7)
			c := (11 - check.Weighted(v, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11 % 10
			return ddmmyy(v) && (year >= 880 || year < 60) && c == v.D(12)
		},
		Checked: "date of birth, weights mod 11",
		Cues:    []string{"emšo", "jmbg", "matični broj", "enotna matična številka"},
	})
}
