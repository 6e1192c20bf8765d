// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Indian Aadhaar: twelve digits that begin with 2 to 9, Verhoeff.
func init() {
	register(Rule{
		Type:  entity.INAadhaar,
		Free:  []string{"dddd dddd dddd", "dddd-dddd-dddd"},
		Whole: []string{"dddddddddddd"},
		Check: func(v check.Value) bool {
			palindrome := true
			for i := range 6 {
				palindrome = palindrome && v.At(i) == v.At(11-i)
			}
			return v.D(0) >= 2 && !palindrome && check.Verhoeff(v)
		},
		Checked: "Verhoeff",
		Cues:    []string{"aadhaar", "aadhar", "uidai", "uid", "आधार"},
	})
}
