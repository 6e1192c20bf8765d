// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Turkish T.C. kimlik numarası: two check digits.
func init() {
	register(Rule{
		Type:  entity.TRTCKN,
		Whole: []string{"ddddddddddd"},
		Check: func(v check.Value) bool {
			odd := v.D(0) + v.D(2) + v.D(4) + v.D(6) + v.D(8)
			even := v.D(1) + v.D(3) + v.D(5) + v.D(7)
			return v.D(0) > 0 && (odd*7-even+100)%10 == v.D(9) && (odd+even+v.D(9))%10 == v.D(10)
		},
		Checked: "two check digits",
		Cues:    []string{"tc kimlik", "kimlik", "kimlik no", "tckn", "t c kimlik no", "turkish id"},
	})
}
