// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Belgian national register number: date of birth, serial number, 97 - n mod
// 97, with a 2 in front for births from 2000 on.
func init() {
	register(Rule{
		Type:  entity.BENRN,
		Free:  []string{"dd.dd.dd-ddd.dd", "dd.dd.dd-ddd-dd", "dd.dd.dd ddd.dd", "dd dd dd ddd dd", "dd-dd-dd-ddd-dd", "dddddd-ddd-dd", "dddddd-ddddd", "dddddd ddd dd", "dd.dd.dd.ddd.dd", "dd.dd.dd-ddddd", "dddddd-ddd.dd", "dd.dd.dd-ddd dd", "dd.dd.dd.ddd-dd", "dd.dd.dd ddd dd", "dd.dd.dd ddd-dd", "dd/dd/dd-ddd-dd", "dd/dd/dd-ddd.dd", "dd/dd/dd ddd dd", "dd-dd-dd ddd dd", "dd-dd-dd-ddd.dd", "dd-dd-dd ddd-dd", "dd dd dd-ddd-dd", "dd dd dd-ddd.dd", "dd dd dd ddd.dd", "dddddd ddddd", "dddddd.ddd.dd", "dddddd-ddd dd"},
		Whole: []string{"ddddddddddd"},
		Check: func(v check.Value) bool {
			month := v.Num(2, 4)
			if month >= 20 && month <= 32 || month >= 40 && month <= 52 { // BIS numbers
				month %= 20
			}
			day := v.Num(4, 6)
			if month > 12 || day > 31 || month > 0 && day > 0 && !check.Date(month, day) {
				return false
			}
			n, key := v.Num(0, 9), v.Num(9, 11)
			return n > 0 && (97-n%97 == key || 97-(2000000000+n)%97 == key)
		},
		Checked: "date of birth, 97 - n mod 97",
		Cues:    []string{"registre national", "numéro national", "rijksregister", "rijksregisternummer", "insz", "niss", "national register", "national number", "nrn", "nn", "nationalregister", "numéro de registre national", "bis nummer", "numéro bis"},
	})
}
