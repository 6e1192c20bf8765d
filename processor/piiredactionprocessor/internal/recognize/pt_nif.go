// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Portuguese número de identificação fiscal: weights 9 to 2, mod 11.
func init() {
	register(withCountry(Rule{
		Type:  entity.PTNIF,
		Whole: []string{"ddddddddd", "ddd ddd ddd", "ddd.ddd.ddd", "ddd-ddd-ddd"},
		Check: func(v check.Value) bool {
			if v.D(0) == 0 || v.Sequence() {
				return false
			}
			c := 11 - check.Weighted(v, 9, 8, 7, 6, 5, 4, 3, 2)%11
			return c%11%10 == v.D(8)
		},
		Checked: "weights 9 to 2, mod 11",
		Cues:    words(taxWords, []string{"nif", "contribuinte", "número de contribuinte", "número de identificação fiscal", "nipc"}),
	}, "PT"))
}
