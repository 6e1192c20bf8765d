// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Austrian passports: a letter and seven digits, no check digit.
func init() {
	register(Rule{
		Type:    entity.ATPassport,
		Cued:    []string{"addddddd", "a ddddddd"},
		Check:   func(v check.Value) bool { return !v.Lower },
		Checked: "shape",
		Cues:    passportWords,
		Weak:    true,
	})
}
