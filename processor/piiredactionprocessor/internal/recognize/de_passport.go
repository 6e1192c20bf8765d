// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German passports: as identity cards, the first letter is that of the office.
func init() {
	register(Rule{
		Type:    entity.DEPassport,
		Whole:   []string{"xxxxxxxxx", "xxxxxxxxxx", "axxxxxxxx d"},
		Check:   func(v check.Value) bool { return deDocument(v, "CFGHJK") },
		Checked: "alphabet; ICAO 7-3-1 when the check digit is written",
		Cues:    words(passportWords, []string{"*ausweis*"}),
	})
}
