// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// ABA routing transit number: Federal Reserve ranges, weights 3 7 1 mod 10.
func init() {
	register(Rule{
		Type:  entity.USRouting,
		Free:  []string{"dddd-dddd-d"},
		Whole: []string{"ddddddddd"},
		Check: func(v check.Value) bool {
			p := v.Num(0, 2)
			sum := check.Weighted(v, 3, 7, 1, 3, 7, 1, 3, 7, 1)
			return (p <= 12 || p >= 21 && p <= 32 || p >= 61 && p <= 72 || p == 80) && sum > 0 && sum%10 == 0 && !v.Same()
		},
		Checked: "Federal Reserve prefix, weights 3 7 1 mod 10",
		Cues:    []string{"routing", "routing number", "routing no", "aba", "aba routing", "rtn", "routing transit", "bankrouting", "transit number"},
	})
}
