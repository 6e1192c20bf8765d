// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Greek ΑΜΚΑ: date of birth, serial number, Luhn.
func init() {
	register(Rule{
		Type:    entity.GRAMKA,
		Whole:   []string{"ddddddddddd", "dddddd ddddd"},
		Check:   func(v check.Value) bool { return ddmmyy(v) && check.Luhn(v) },
		Checked: "date of birth, Luhn",
		Cues:    []string{"amka", "αμκα", "αριθμός μητρώου"},
	})
}
