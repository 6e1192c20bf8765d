// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German Umsatzsteuer-Identifikationsnummer: DE and nine digits, ISO 7064 MOD
// 11,10.
func init() {
	register(Rule{
		Type:    entity.DEVATID,
		Free:    []string{"aaddddddddd", "aa ddddddddd", "aa ddd ddd ddd", "aa-ddddddddd", "aa.ddd.ddd.ddd", "aa-ddd-ddd-ddd", "aaddd ddd ddd", "aaddd.ddd.ddd"},
		Check:   deVATID,
		Checked: "ISO 7064 MOD 11,10",
		Cues:    taxWords,
	})
}

func deVATID(v check.Value) bool {
	return v.At(0) == 'D' && v.At(1) == 'E' && v.D(2) != 0 && check.Mod11x10(v.Slice(2, 11))
}
