// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Australian Medicare card: first digit 2 to 6, weights 1 3 7 9 mod 10.
func init() {
	register(Rule{
		Type:  entity.AUMedicare,
		Free:  []string{"dddd ddddd d", "dddd-ddddd-d"},
		Whole: []string{"dddddddddd", "ddddddddd d"},
		Check: func(v check.Value) bool {
			return v.D(0) >= 2 && v.D(0) <= 6 && check.Weighted(v, 1, 3, 7, 9, 1, 3, 7, 9)%10 == v.D(8)
		},
		Checked: "weights 1 3 7 9 mod 10",
		Cues:    []string{"medicare", "medicare card", "medicare number"},
	})
}
