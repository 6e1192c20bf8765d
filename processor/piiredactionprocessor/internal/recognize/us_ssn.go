// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Social Security number: areas 000, 666 and from 900 on, group 00 and serial
// 0000 are not given out; nor are numbers known from advertisements.
func init() {
	register(Rule{
		Type:    entity.USSSN,
		Free:    []string{"ddd-dd-dddd", "ddd dd dddd"},
		Cued:    []string{"ddddddddd", "ddd.dd.dddd", "ddddd-dddd", "ddd-dddddd"},
		Check:   usSSN,
		Checked: "area, group, serial",
		Cues:    ssnWords,
	})
	register(Rule{
		Type:    entity.USSSN,
		Whole:   []string{"ddddddddd"}, // numbers with a check digit win
		Check:   usSSN,
		Checked: "area, group, serial",
		Cues:    ssnWords,
		Weak:    true,
	})
}

var ssnWords = []string{"ssn", "ssns", "social security", "social security number", "social security no", "soc sec", "ss number", "social", "ssid"}

func usSSN(v check.Value) bool {
	area := v.Num(0, 3)
	switch v.Num(0, 9) {
	case 78051120, 219099999, 123456789, 987654321:
		return false
	}
	return area > 0 && area != 666 && area < 900 && v.Num(3, 5) > 0 && v.Num(5, 9) > 0 && !v.Same()
}
