// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Polish REGON of nine digits: weights 8 9 2 3 4 5 6 7 mod 11.
func init() {
	register(Rule{
		Type: entity.PLREGON,
		Cued: []string{"ddddddddd", "dddddddddddddd"},
		Check: func(v check.Value) bool {
			return !v.Same() && check.Weighted(v, 8, 9, 2, 3, 4, 5, 6, 7)%11%10 == v.D(8)
		},
		Checked: "weights 8 9 2 3 4 5 6 7 mod 11",
		Cues:    []string{"regon", "nr regon"},
	})
}
