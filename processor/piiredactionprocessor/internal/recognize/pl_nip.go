// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Polish NIP: weights 6 5 7 2 3 4 5 6 7 mod 11.
func init() {
	register(Rule{
		Type: entity.PLNIP,
		Free: []string{"ddd-ddd-dd-dd", "ddd-dd-dd-ddd"},
		Cued: []string{"dddddddddd", "aadddddddddd", "ddd ddd dd dd"},
		Check: func(v check.Value) bool {
			if v.Len() == 12 {
				if v.At(0) != 'P' || v.At(1) != 'L' {
					return false
				}
				v = v.Slice(2, 12)
			}
			return v.D(0) > 0 && !v.Same() && !v.Sequence() && check.Weighted(v, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == v.D(9)
		},
		Checked: "weights 6 5 7 2 3 4 5 6 7 mod 11",
		Cues:    []string{"nip", "numer nip", "numer identyfikacji podatkowej", "vat", "tax id", "tax number"},
	})
}
