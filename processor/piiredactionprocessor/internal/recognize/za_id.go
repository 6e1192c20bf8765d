// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// South African identity number: date of birth, sequence, citizenship, Luhn.
func init() {
	register(Rule{
		Type:    entity.ZAID,
		Whole:   []string{"ddddddddddddd", "dddddd dddd ddd", "dddddd dddd dd d"},
		Check:   func(v check.Value) bool { return yymmdd(v, 0) && v.D(10) <= 2 && check.Luhn(v) },
		Checked: "date of birth, citizenship, Luhn",
		Cues:    []string{"south african id", "sa id", "id number", "identity number", "rsa id", "id no"},
	})
}
