// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Bulgarian ЕГН: date of birth with the century in the month, weights 2 4 8 5
// 10 9 7 3 6 mod 11.
func init() {
	register(withCountry(Rule{
		Type:  entity.BGEGN,
		Whole: []string{"dddddddddd", "dddddd dddd", "dddddd ddd d", "dddddd-dddd", "dd dd dd dddd", "dd.dd.dd.dddd"},
		Check: func(v check.Value) bool {
			month := v.Num(2, 4)
			if month > 40 {
				month -= 40
			} else if month > 20 {
				month -= 20
			}
			return check.Date(month, v.Num(4, 6)) && check.Weighted(v, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == v.D(9)
		},
		Checked: "date of birth, weights mod 11",
		Cues:    []string{"egn", "егн", "единен граждански номер"},
	}, "BG"))
}
