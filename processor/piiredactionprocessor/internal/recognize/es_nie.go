// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Spanish número de identidad de extranjero: X, Y or Z for 0, 1 or 2, then as
// the DNI.
func init() {
	register(withCountry(Rule{
		Type:    entity.ESNIE,
		Free:    []string{"addddddda", "a-ddddddd-a", "addddddd-a", "a ddddddd a", "adddddddda", "a-dddddddd-a", "a.ddd.ddd.ddd-a", "a ddddddd-a", "a-ddddddda", "a.ddddddd.a", "a ddd ddd d a", "addddddd a", "a.ddddddd-a"},
		Upper:   true,
		Check:   esNIE,
		Checked: "letter of the number mod 23",
		Cues:    esWords,
	}, "ES"))
}

func esNIE(v check.Value) bool {
	n := v.Len() - 1
	first := strings.IndexByte("XYZ", v.At(0))
	number := v.Num(1, n)
	if first < 0 || number < 0 {
		return false
	}
	for range n - 1 {
		first *= 10
	}
	return v.At(n) == esLetters[(first+number)%23]
}
