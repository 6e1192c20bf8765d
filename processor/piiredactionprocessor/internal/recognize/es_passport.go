// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Spanish passports: three letters and six digits, no check digit.
func init() {
	register(Rule{
		Type:    entity.ESPassport,
		Whole:   []string{"aaadddddd"},
		Check:   func(v check.Value) bool { return !v.Lower },
		Checked: "shape",
		Cues:    words(passportWords, identityWords),
	})
}
