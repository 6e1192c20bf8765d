// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Spanish número de la Seguridad Social: province, seven or eight digits, two
// check digits mod 97.
func init() {
	register(Rule{
		Type:    entity.ESNSS,
		Free:    []string{"dd dddddddd dd", "dd/dddddddd/dd", "dd-dddddddd-dd", "dd/ddddddd/dd"},
		Whole:   []string{"dddddddddddd", "ddddddddddd"},
		Check:   esNSS,
		Checked: "number mod 97",
		Cues:    words(socialWords, []string{"afiliación", "número de afiliación"}),
	})
}

func esNSS(v check.Value) bool {
	n := v.Len() - 2
	province, number := v.Num(0, 2), v.Num(2, n)
	if province < 1 || province > 53 && province != 66 {
		return false
	}
	scale := 1
	for range n - 2 {
		scale *= 10
	}
	if n == 10 && number < 10000000 {
		scale = 10000000
	}
	return (province*scale+number)%97 == v.Num(n, n+2)
}
