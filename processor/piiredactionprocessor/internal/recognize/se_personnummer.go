// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Swedish personnummer and samordningsnummer (day plus 60): date of birth,
// serial number, Luhn over the last ten digits.
func init() {
	register(Rule{
		Type:    entity.SEPersonnummer,
		Free:    []string{"dddddd-dddd", "dddddd+dddd", "dddddddd-dddd", "dddddddd+dddd"},
		Whole:   []string{"dddddddddd", "dddddddddddd", "dddddddd dddd", "dddddd dddd"},
		Check:   sePersonnummer,
		Checked: "date of birth, Luhn",
		Cues:    []string{"personnummer", "personnr", "person nr", "pnr", "samordningsnummer", "personal number", "personal identity number", "organisationsnummer", "svenskt personnummer"},
	})
}

func sePersonnummer(v check.Value) bool {
	if v.Len() == 12 {
		if c := v.Num(0, 2); c < 18 || c > 20 {
			return false
		}
		v = v.Slice(2, 12)
	}
	day := v.Num(4, 6)
	if day > 60 {
		day -= 60
	}
	return check.Date(v.Num(2, 4), day) && check.Luhn(v)
}
