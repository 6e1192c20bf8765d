// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Irish PPS number: seven digits, check letter mod 23, a second letter since
// 2013.
func init() {
	register(Rule{
		Type:  entity.IEPPS,
		Whole: []string{"ddddddda", "dddddddaa", "ddddddd a", "ddddddd aa"},
		Check: func(v check.Value) bool {
			second := 0
			if v.Len() == 9 {
				if v.At(8) < 'A' || v.At(8) > 'I' && v.At(8) != 'W' && v.At(8) != 'T' && v.At(8) != 'X' {
					return false
				}
				if v.At(8) <= 'I' {
					second = int(v.At(8)-'A') + 1
				}
			}
			n := check.Weighted(v, 8, 7, 6, 5, 4, 3, 2)
			return v.At(7) == "WABCDEFGHIJKLMNOPQRSTUV"[(n+9*second)%23]
		},
		Checked: "check letter mod 23",
		Cues:    []string{"pps", "ppsn", "pps number", "pps no", "personal public service", "rsi"},
	})
}
