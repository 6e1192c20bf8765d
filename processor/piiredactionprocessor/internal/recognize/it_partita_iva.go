// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Italian partita IVA: eleven digits, Luhn; the office (digits 8 to 10) is
// known.
func init() {
	register(withCountry(Rule{
		Type:  entity.ITPartitaIVA,
		Whole: []string{"ddddddddddd", "ddd ddd ddd dd", "ddd dddd dddd"},
		Check: func(v check.Value) bool {
			office := v.Num(7, 10)
			return (office >= 1 && office <= 100 || office == 120 || office == 121 || office == 888 || office == 999) && v.Num(0, 7) > 0 && check.Luhn(v)
		},
		Checked: "office, Luhn",
		Cues:    words(taxWords, []string{"codice fiscale", "partita iva", "p iva", "piva", "iva"}),
	}, "IT"))
}
