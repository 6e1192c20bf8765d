// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Croatian osobni identifikacijski broj: ISO 7064 MOD 11,10.
func init() {
	register(Rule{
		Type:  entity.HROIB,
		Whole: []string{"ddddddddddd", "aaddddddddddd"},
		Check: func(v check.Value) bool {
			if v.Len() == 13 {
				if v.At(0) != 'H' || v.At(1) != 'R' {
					return false
				}
				v = v.Slice(2, 13)
			}
			return check.Mod11x10(v) && !v.Same()
		},
		Checked: "ISO 7064 MOD 11,10",
		Cues:    []string{"oib", "osobni identifikacijski broj"},
	})
}
