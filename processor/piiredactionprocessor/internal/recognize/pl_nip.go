// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Polish NIP: weights 6 5 7 2 3 4 5 6 7 mod 11.
func init() {
	register(withCountry(Rule{
		Type: entity.PLNIP,
		Free: []string{"ddd-ddd-dd-dd", "ddd-dd-dd-ddd"},
		Cued: []string{"dddddddddd", "ddd ddd dd dd"},
		Check: func(v check.Value) bool {
			return v.D(0) > 0 && !v.Same() && !v.Sequence() && check.Weighted(v, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == v.D(9)
		},
		Checked: "weights 6 5 7 2 3 4 5 6 7 mod 11",
		Cues:    []string{"nip", "numer nip", "numer identyfikacji podatkowej", "vat", "tax id", "tax number"},
	}, "PL"))
}
