// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Austrian Sozialversicherungsnummer: serial number, check digit, date of
// birth.
func init() {
	register(Rule{
		Type:  entity.ATSVNR,
		Free:  []string{"dddd dddddd", "dddd-dddddd", "dddd dd dd dd", "dddd/dddddd"},
		Whole: []string{"dddddddddd"},
		Check: func(v check.Value) bool {
			month := min(v.Num(6, 8), 12) // months 13 to 15 are handed out when a day is full
			sum := check.Weighted(v, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6)
			return v.D(0) > 0 && v.Num(6, 8) <= 15 && check.Date(month, v.Num(4, 6)) && sum%11 == v.D(3)
		},
		Checked: "date of birth, weights 3 7 9 5 8 4 2 1 6 mod 11",
		Cues:    words(socialWords, []string{"sozialversicherungsnummer", "versicherungsnummer", "e card", "ecard"}),
	})
}
