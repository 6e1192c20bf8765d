// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// NHS number of England and Wales: weights 10 to 2, mod 11.
func init() {
	register(Rule{
		Type:  entity.UKNHS,
		Whole: []string{"ddd ddd dddd", "dddddddddd", "ddd-ddd-dddd", "ddddddd ddd"},
		Check: func(v check.Value) bool {
			sum := check.Weighted(v, 10, 9, 8, 7, 6, 5, 4, 3, 2)
			return !v.Same() && !v.Sequence() && (11-sum%11)%11 == v.D(9)
		},
		Checked: "weights 10 to 2 mod 11",
		Cues:    []string{"nhs", "nhs number", "nhs no", "national health service", "health service", "health services authority", "health authority", "patient number"},
	})
}
