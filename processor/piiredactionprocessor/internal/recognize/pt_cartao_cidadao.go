// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Portuguese cartão de cidadão: eight digits, check digit, two characters of
// the version, check digit; Luhn with letters from 10.
func init() {
	register(Rule{
		Type:    entity.PTCC,
		Free:    []string{"dddddddd d xxd", "dddddddd-d-xxd", "dddddddd dxxd", "dddddddddxxd"},
		Cued:    []string{"dddddddd", "dddddddd d"},
		Check:   ptCartao,
		Checked: "Luhn over letters as numbers; none on the short form",
		Cues:    []string{"cartão de cidadão", "cartão do cidadão", "cc", "bilhete de identidade", "bi", "número de identificação civil", "citizen card"},
	})
}

func ptCartao(v check.Value) bool {
	if v.Len() < 12 {
		return true
	}
	if v.D(9) <= 9 && v.D(10) <= 9 {
		return false // versions have had a letter so far
	}
	sum := 0
	for i := range 12 {
		x := v.D(i)
		if x > 9 {
			x = int(v.At(i)-'A') + 10
		}
		if i%2 == 0 {
			if x *= 2; x > 9 {
				x -= 9
			}
		}
		sum += x
	}
	return sum%10 == 0
}
