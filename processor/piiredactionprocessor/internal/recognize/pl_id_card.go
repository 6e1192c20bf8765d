// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Polish dowód osobisty: three letters, check digit, five digits; weights 7 3 1
// over letters from 10.
func init() {
	register(Rule{
		Type:  entity.PLIDCard,
		Whole: []string{"aaadddddd", "aaa dddddd"},
		Check: func(v check.Value) bool {
			sum := 0
			for i, w := range [9]int{7, 3, 1, 0, 7, 3, 1, 7, 3} {
				x := v.D(i)
				if x > 9 {
					x = int(v.At(i)-'A') + 10
				}
				sum += x * w
			}
			return !v.Lower && sum%10 == v.D(3)
		},
		Checked: "weights 7 3 1 mod 10",
		Cues:    words(identityWords, []string{"dowód", "seria i numer"}),
	})
}
