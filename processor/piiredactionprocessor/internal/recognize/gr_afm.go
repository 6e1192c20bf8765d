// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Greek ΑΦΜ: powers of two mod 11.
func init() {
	register(withCountry(Rule{
		Type: entity.GRAFM,
		Cued: []string{"ddddddddd", "ddd ddd ddd"},
		Check: func(v check.Value) bool {
			return !v.Same() && check.Weighted(v, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == v.D(8)
		},
		Checked: "powers of two mod 11",
		Cues:    []string{"afm", "αφμ", "vat", "tax id"},
	}, "EL", "GR"))
}
