// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Australian business number: weights mod 89. A sole trader is a person.
func init() {
	register(Rule{
		Type:  entity.AUABN,
		Free:  []string{"dd ddd ddd ddd"},
		Whole: []string{"ddddddddddd"},
		Check: func(v check.Value) bool {
			return v.D(0) > 0 && (check.Weighted(v, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 == 0
		},
		Checked: "weights mod 89",
		Cues:    []string{"abn", "australian business number", "business number"},
	})
}
