// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Chinese resident identity number, GB 11643: region, date of birth, sequence,
// ISO 7064 MOD 11-2.
func init() {
	register(Rule{
		Type: entity.CNResidentID,
		Free: []string{"dddddddddddddddddx"},
		Check: func(v check.Value) bool {
			year := v.Num(6, 10)
			sum := check.Weighted(v, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
			return v.D(0) > 0 && year > 1880 && year < 2100 && check.Date(v.Num(10, 12), v.Num(12, 14)) && v.At(17) == "10X98765432"[sum%11]
		},
		Checked: "date of birth, ISO 7064 MOD 11-2",
		Cues:    []string{"身份证", "身份证号", "resident id", "resident identity", "chinese id"},
	})
}
