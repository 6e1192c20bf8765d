// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Czech and Slovak rodné číslo: date of birth with the sex in the month, ten
// digits divisible by 11 (nine digits before 1954).
func init() {
	register(withCountry(Rule{
		Type:    entity.CZRC,
		Free:    []string{"dddddd/dddd", "dddddd/ddd", "dddddd / dddd", "dd dd dd/dddd"},
		Whole:   []string{"dddddddddd", "dddddd dddd"},
		Cued:    []string{"ddddddddd", "dddddd ddd"}, // no check digit
		Check:   czRC,
		Checked: "date of birth, mod 11",
		Cues:    []string{"rodné číslo", "rodného čísla", "rodným číslem", "rč", "r č", "birth number", "personal number", "rodne cislo"},
	}, "CZ"))
}

func czRC(v check.Value) bool {
	month := v.Num(2, 4)
	if month > 50 {
		month -= 50
	}
	if month > 20 {
		month -= 20
	}
	if !check.Date(month, v.Num(4, 6)) {
		return false
	}
	if v.Len() == 9 {
		year := v.Num(0, 2) // of 1880 to 1953
		return (year < 54 || year >= 80) && v.Num(6, 9) > 0
	}
	return check.Mod(v, 11) == 0 || check.Mod(v.Slice(0, 9), 11) == 10 && v.D(9) == 0
}
