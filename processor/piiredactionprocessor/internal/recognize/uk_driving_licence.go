// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Driving licences of Great Britain: five of the surname, decade, month (plus 50
// for women), day, year, two initials, and three more.
func init() {
	register(Rule{
		Type: entity.UKDrivingLicence,
		Free: []string{"xxxxxddddddxxxaa", "xxxxx dddddd xxxaa", "xxxxx ddddddxxx aa", "xxxxxddddddxx xaa", "xxxxxddddddxxdaa", "xxxxx dddddd xx dxx", "xxxxxddddddxxxxx"},
		Check: func(v check.Value) bool {
			for i, padded := 0, false; i < 5; i++ {
				if c := v.At(i); c == '9' {
					padded = true
				} else if isDigit(c) || padded {
					return false
				}
			}
			month := v.Num(6, 8)
			if month > 50 {
				month -= 50
			}
			return !isDigit(v.At(0)) && check.Date(month, v.Num(8, 10)) && (v.At(11) == '9' || isAlpha(v.At(11))) && (v.At(12) == '9' || isAlpha(v.At(12)))
		},
		Checked: "surname padded with 9, date of birth",
		Cues:    licenceWords,
	})
}
