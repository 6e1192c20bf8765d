// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Individual Taxpayer Identification Number: 9, and the groups the IRS uses.
func init() {
	register(Rule{
		Type:  entity.USITIN,
		Free:  []string{"ddd-dd-dddd", "ddd dd dddd"},
		Whole: []string{"ddddddddd", "ddddd-dddd", "ddd-dddddd", "ddddd dddd"},
		Check: func(v check.Value) bool {
			group := v.Num(3, 5)
			return v.D(0) == 9 && (group >= 50 && group <= 65 || group >= 70 && group <= 88 || group >= 90 && group <= 92 || group >= 94)
		},
		Checked: "prefix 9, groups",
		Cues:    []string{"itin", "individual taxpayer", "taxpayer id", "taxpayer identification", "tax id", "tax identification number", "tin"},
	})
}
