// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Norwegian fødselsnummer and D number (day plus 40): date of birth, serial
// number, two check digits mod 11.
func init() {
	register(Rule{
		Type:    entity.NOFNR,
		Free:    []string{"ddddddddddd", "dddddd ddddd", "dd dd dd ddddd"},
		Cued:    []string{"dddddd-ddddd"},
		Check:   noFNR,
		Checked: "date of birth, two check digits mod 11",
		Cues:    []string{"fødselsnummer", "fødselsnummeret", "fnr", "personnummer", "d nummer", "birth number", "national id"},
	})
}

func noFNR(v check.Value) bool {
	day, month := v.Num(0, 2), v.Num(2, 4)
	if day > 40 {
		day -= 40
	}
	if month > 80 { // test numbers
		month -= 80
	} else if month > 40 {
		month -= 40
	}
	return check.Date(month, day) &&
		check.Weighted(v, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 && check.Weighted(v, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}
