// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Croatian osobni identifikacijski broj: ISO 7064 MOD 11,10.
func init() {
	register(withCountry(Rule{
		Type:  entity.HROIB,
		Whole: []string{"ddddddddddd"},
		Check: func(v check.Value) bool {
			return check.Mod11x10(v) && !v.Same()
		},
		Checked: "ISO 7064 MOD 11,10",
		Cues:    []string{"oib", "osobni identifikacijski broj"},
	}, "HR"))
}
