// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// British passports: nine digits; two letters and seven digits in some series.
func init() {
	register(Rule{
		Type:    entity.UKPassport,
		Cued:    []string{"ddddddddd", "aaddddddd"},
		Check:   func(v check.Value) bool { return v.D(0) > 9 && !v.Lower || v.D(0) <= 9 && !v.Same() },
		Checked: "shape",
		Cues:    passportWords,
		Weak:    true,
	})
}
