// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Australian tax file number: weights 1 4 3 7 5 8 6 9 10 mod 11.
func init() {
	register(Rule{
		Type:    entity.AUTFN,
		Whole:   []string{"ddddddddd", "ddd ddd ddd", "ddd-ddd-ddd"},
		Check:   func(v check.Value) bool { return !v.Same() && check.Weighted(v, 1, 4, 3, 7, 5, 8, 6, 9, 10)%11 == 0 },
		Checked: "weights mod 11",
		Cues:    []string{"tfn", "tax file number", "tax file", "tax", "tax number", "ato"},
	})
}
