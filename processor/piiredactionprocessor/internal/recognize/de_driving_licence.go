// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German Führerscheinnummer: authority (a letter and three characters), serial
// number, check character, number of the copy: eleven characters.
func init() {
	register(Rule{
		Type:    entity.DEDrivingLicence,
		Whole:   []string{"axxxxxxxxxd", "axxxxxxxxxx"},
		Check:   deDrivingLicence,
		Checked: "shape: digits in the authority, letters in the serial number",
		Cues:    []string{"*führerschein*", "driving licence", "driving license", "driver s license", "drivers license", "driver license", "fahrerlaubnis"},
	})
}

func deDrivingLicence(v check.Value) bool {
	if v.Lower || !isAlpha(v.At(0)) || v.D(10) > 9 {
		return false
	}
	digits, letters := 0, 0
	for i := range v.Len() {
		if isDigit(v.At(i)) {
			digits++
		} else {
			letters++
		}
	}
	return v.D(1) <= 9 && v.D(2) <= 9 && digits >= 4 && letters >= 2
}
