// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Swedish organisationsnummer: Luhn; the third digit is at least 2. That of a
// sole trader is the personnummer.
func init() {
	register(Rule{
		Type:    entity.SEOrganisation,
		Whole:   []string{"dddddd-dddd"},
		Cued:    []string{"dddddddddd"},
		Check:   func(v check.Value) bool { return v.D(2) >= 2 && v.D(0) > 0 && check.Luhn(v) && !v.Same() },
		Checked: "Luhn, third digit",
		Cues:    []string{"organisationsnummer", "org nr", "orgnr", "organisation number", "organization number"},
	})
}
