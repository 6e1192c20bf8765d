// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Dutch burgerservicenummer: weights 9 to 2 and -1, mod 11 (elfproef).
func init() {
	register(Rule{
		Type:  entity.NLBSN,
		Whole: []string{"ddddddddd", "dddd.dd.ddd", "ddd ddd ddd", "dddd dd ddd", "ddd.ddd.ddd"},
		Check: func(v check.Value) bool {
			sum := check.Weighted(v, 9, 8, 7, 6, 5, 4, 3, 2, -1)
			return sum > 0 && sum%11 == 0 && !v.Same() && !v.Sequence()
		},
		Checked: "weights 9 to 2 and -1, mod 11",
		Cues:    []string{"bsn", "burgerservicenummer", "burger service nummer", "sofinummer", "sofi nummer", "citizen service number"},
	})
}
