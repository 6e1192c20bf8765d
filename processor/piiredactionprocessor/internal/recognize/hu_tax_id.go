// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Hungarian adóazonosító jel: ten digits that begin with 8, weights 1 to 9 mod
// 11.
func init() {
	register(Rule{
		Type: entity.HUTaxID,
		Cued: []string{"dddddddddd"},
		Check: func(v check.Value) bool {
			return v.D(0) == 8 && check.Weighted(v, 1, 2, 3, 4, 5, 6, 7, 8, 9)%11 == v.D(9)
		},
		Checked: "prefix 8, weights 1 to 9 mod 11",
		Cues:    []string{"adóazonosító", "adóazonosító jel", "adószám", "tax id"},
	})
}
