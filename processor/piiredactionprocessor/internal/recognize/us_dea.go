// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// DEA registration number: two letters, six digits, check digit.
func init() {
	register(Rule{
		Type:  entity.USDEA,
		Whole: []string{"aaddddddd", "adddddddd"},
		Check: func(v check.Value) bool {
			if strings.IndexByte("ABCDEFGHJKLMPRSTUX", v.At(0)) < 0 || isDigit(v.At(1)) && v.At(1) != '9' {
				return false
			}
			return (v.D(2)+v.D(4)+v.D(6)+2*(v.D(3)+v.D(5)+v.D(7)))%10 == v.D(8) && v.Num(2, 8) > 0
		},
		Checked: "registrant letter, check digit",
		Cues:    []string{"dea", "dea number", "dea no", "dea registration", "medical license", "medical licence", "medical certificate", "prescriber", "certificate"},
	})
}
