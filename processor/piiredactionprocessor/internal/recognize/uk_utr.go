// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Unique Taxpayer Reference: weights 6 7 8 9 10 5 4 3 2 mod 11 in front.
func init() {
	register(Rule{
		Type: entity.UKUTR,
		Cued: []string{"dddddddddd", "ddddd ddddd"},
		Check: func(v check.Value) bool {
			sum := 0
			for i, w := range [9]int{6, 7, 8, 9, 10, 5, 4, 3, 2} {
				sum += v.D(i+1) * w
			}
			return v.D(0) == int("21987654321"[sum%11]-'0')
		},
		Checked: "weights mod 11",
		Cues:    []string{"utr", "unique taxpayer reference", "self assessment", "tax reference"},
	})
}
