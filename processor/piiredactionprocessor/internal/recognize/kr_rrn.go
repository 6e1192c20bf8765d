// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Korean resident and foreigner registration numbers: date of birth, sex and
// century, weights 2 to 9 and 2 to 5 mod 11. Numbers given out since October
// 2020 have no check digit; with a context word they are taken too.
func init() {
	register(Rule{
		Type:    entity.KRRRN,
		Free:    []string{"dddddd-ddddddd"},
		Whole:   []string{"ddddddddddddd"},
		Check:   func(v check.Value) bool { return yymmdd(v, 0) && v.D(6) > 0 && v.D(6) < 9 && krCheck(v) },
		Checked: "date of birth, weights mod 11",
		Cues:    []string{"rrn", "resident registration", "주민등록번호", "korean", "foreigner registration", "frn", "외국인등록번호"},
	})
}

func krCheck(v check.Value) bool {
	c := (11 - check.Weighted(v, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)%11) % 10
	return c == v.D(12) || v.D(6) > 4 && (c+2)%10 == v.D(12)
}
