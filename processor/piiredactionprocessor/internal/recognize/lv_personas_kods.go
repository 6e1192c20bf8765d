// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Latvian personas kods: date of birth and five digits, weights mod 11; since
// 2017 eleven digits that begin with 32.
func init() {
	register(Rule{
		Type:  entity.LVPersonasKods,
		Free:  []string{"dddddd-ddddd"},
		Whole: []string{"ddddddddddd"},
		Check: func(v check.Value) bool {
			if v.Num(0, 2) == 32 {
				return true
			}
			c := (1 + check.Weighted(v, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9)) % 11 % 10
			return ddmmyy(v) && c == v.D(10)
		},
		Checked: "date of birth, weights mod 11; prefix 32 of the new ones",
		Cues:    []string{"personas kods", "personas kodu", "personal code"},
		Weak:    true,
	})
}
