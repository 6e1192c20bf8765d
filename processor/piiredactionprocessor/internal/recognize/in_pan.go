// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Indian permanent account number: five letters (the fourth is the kind of
// holder), four digits, a letter.
func init() {
	register(Rule{
		Type: entity.INPAN,
		Free: []string{"aaaaadddda"},
		Cued: []string{"aaaaa dddd a", "aaaaa-dddd-a"},
		Check: func(v check.Value) bool {
			return !v.Lower && strings.IndexByte("ABCFGHJKLPT", v.At(3)) >= 0 && v.Num(5, 9) > 0
		},
		Checked: "letter of the kind of holder",
		Cues:    []string{"pan", "permanent account number", "pan card", "pan number", "income tax"},
	})
}
