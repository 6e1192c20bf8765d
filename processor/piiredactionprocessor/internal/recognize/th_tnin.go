// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Thai national identification number: weights 13 to 2 mod 11.
func init() {
	register(Rule{
		Type:  entity.THTNIN,
		Free:  []string{"d-dddd-ddddd-dd-d"},
		Whole: []string{"ddddddddddddd", "d dddd ddddd dd d"},
		Check: func(v check.Value) bool {
			return v.D(0) > 0 && v.D(0) < 9 && !v.Same() && (11-check.Weighted(v, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11)%10 == v.D(12)
		},
		Checked: "weights 13 to 2 mod 11",
		Cues:    []string{"thai", "thai id", "thai national id", "tnin", "บัตรประชาชน", "เลขประจำตัวประชาชน"},
	})
}
