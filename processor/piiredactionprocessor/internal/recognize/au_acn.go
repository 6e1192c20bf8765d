// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Australian company number: weights 8 to 1 mod 10.
func init() {
	register(Rule{
		Type:  entity.AUACN,
		Whole: []string{"ddd ddd ddd", "ddd-ddd-ddd"},
		Cued:  []string{"ddddddddd"},
		Check: func(v check.Value) bool {
			return !v.Same() && (10-check.Weighted(v, 8, 7, 6, 5, 4, 3, 2, 1)%10)%10 == v.D(8)
		},
		Checked: "weights 8 to 1 mod 10",
		Cues:    []string{"acn", "australian company number", "company number"},
	})
}
