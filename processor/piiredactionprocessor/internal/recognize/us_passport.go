// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// United States passports: nine digits, or a letter and eight digits.
func init() {
	register(Rule{
		Type:    entity.USPassport,
		Whole:   []string{"adddddddd"},
		Cued:    []string{"ddddddddd"},
		Check:   func(v check.Value) bool { return !v.Lower && !v.Slice(1, 9).Same() },
		Checked: "shape",
		Cues:    passportWords,
		Weak:    true,
	})
}
