// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Indian passports: a letter and seven digits, neither the first nor the last a
// zero.
func init() {
	register(Rule{
		Type:    entity.INPassport,
		Whole:   []string{"addddddd", "add ddddd"},
		Check:   func(v check.Value) bool { return !v.Lower && v.D(1) > 0 && v.D(7) > 0 },
		Checked: "shape",
		Cues:    passportWords,
		Weak:    true,
	})
}
