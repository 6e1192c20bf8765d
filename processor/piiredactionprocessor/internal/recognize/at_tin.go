// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Austrian Abgabenkontonummer: office, number, Luhn check digit.
func init() {
	register(Rule{
		Type:    entity.ATTIN,
		Free:    []string{"dd-ddd/dddd", "dd ddd/dddd"},
		Cued:    []string{"ddddddddd", "ddddd/dddd", "dd ddd dddd"},
		Check:   func(v check.Value) bool { return v.Num(0, 2) >= 3 && !v.Same() && !v.Sequence() && check.Luhn(v) },
		Checked: "Luhn",
		Cues:    words(taxWords, []string{"abgabenkontonummer", "abgabenkonto", "finanzamt"}),
	})
}
