// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German identity cards: nine characters without vowels, in the machine
// readable zone followed by the check digit of ICAO Doc 9303.
func init() {
	register(Rule{
		Type:    entity.DEIDCard,
		Whole:   []string{"xxxxxxxxx", "xxxxxxxxxx", "axxxxxxxx d", "axxxxxxxx-d"},
		Check:   func(v check.Value) bool { return deDocument(v, "LMNPRTVWXY") },
		Checked: "alphabet; ICAO 7-3-1 when the check digit is written",
		Cues:    identityWords,
	})
}

// deDocument checks a serial number whose first letter is one of those.
func deDocument(v check.Value, first string) bool {
	if v.Lower || strings.IndexByte(first, v.At(0)) < 0 {
		return false
	}
	digits := 0
	for i := range v.Len() {
		switch c := v.At(i); {
		case isDigit(c):
			digits++
		case strings.IndexByte("CFGHJKLMNPRTVWXYZ", c) < 0:
			return false
		}
	}
	if v.Len() == 10 {
		return digits >= 3 && check.ICAO(v, 9)
	}
	return digits >= 4 && (digits < 8 && isDigit(v.At(8)) || v.At(0) == 'T')
}
