// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Brazilian CPF: two check digits mod 11.
func init() {
	register(Rule{
		Type:  entity.BRCPF,
		Free:  []string{"ddd.ddd.ddd-dd"},
		Whole: []string{"ddddddddddd", "ddd ddd ddd dd"},
		Check: func(v check.Value) bool {
			a := check.Weighted(v, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
			b := check.Weighted(v, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10
			return !v.Same() && a == v.D(9) && b == v.D(10)
		},
		Checked: "two check digits mod 11",
		Cues:    []string{"cpf", "cadastro de pessoas físicas"},
	})
}
