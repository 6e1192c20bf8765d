// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestEUVATID(t *testing.T) {
	runNumber(t, entity.EUVATID, numberCases{
		cued: []string{"CY747800339", "DE67973730", "DE1781868557", "BG77226001563", "FI926839459096", "CYS12740204", "XI029344738S06", "ATM7119131J", "MT66102571968", "BE4004404V", "XI4278924VS", "SK 300 9126 36", "HR 1443 396 043"},
		cue:  "vat",
	})
}
