// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Medicare Beneficiary Identifier of CMS: eleven places of fixed classes without
// S, L, O, I, B and Z.
func init() {
	register(Rule{
		Type: entity.USMBI,
		Free: []string{"daxdaxdaadd", "daxd-axd-aadd"},
		Cued: []string{"daxd axd aadd"},
		Check: func(v check.Value) bool {
			for i := range v.Len() {
				if strings.IndexByte("SLOIBZ", v.At(i)) >= 0 {
					return false
				}
			}
			return v.D(0) > 0 && !v.Lower
		},
		Checked: "letter set",
		Cues:    []string{"mbi", "medicare", "medicare beneficiary", "medicare number", "beneficiary"},
	})
}
