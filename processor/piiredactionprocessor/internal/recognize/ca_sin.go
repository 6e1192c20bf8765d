// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Canadian social insurance number: Luhn; no number begins with 0 or 8.
func init() {
	register(Rule{
		Type:    entity.CASIN,
		Whole:   []string{"ddd ddd ddd", "ddd-ddd-ddd", "ddddddddd"},
		Check:   func(v check.Value) bool { return v.D(0) > 0 && v.D(0) != 8 && !v.Same() && check.Luhn(v) },
		Checked: "Luhn",
		Cues:    []string{"sin", "social insurance", "social insurance number", "nas", "numéro d assurance sociale", "canada"},
	})
}
