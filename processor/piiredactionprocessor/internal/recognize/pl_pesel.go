// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Polish PESEL: date of birth with the century in the month, serial number,
// weights 1 3 7 9 mod 10.
func init() {
	register(Rule{
		Type:  entity.PLPESEL,
		Whole: []string{"ddddddddddd", "dddddd ddddd", "dddddd-ddddd"},
		Check: func(v check.Value) bool {
			return check.Date(v.Num(2, 4)%20, v.Num(4, 6)) && check.Weighted(v, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0
		},
		Checked: "date of birth, weights 1 3 7 9 mod 10",
		Cues:    []string{"pesel", "pesel nr", "nr pesel", "numer pesel", "numer ewidencyjny"},
	})
}
