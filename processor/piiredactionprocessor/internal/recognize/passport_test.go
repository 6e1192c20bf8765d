// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPassportNumber(t *testing.T) {
	runNumber(t, entity.PassportNumber, numberCases{
		cued: []string{"D5649749", "ZP2582752", "OWW950884", "K618290", "IY702963", "58QM79618", "S39611229", "57017762", "8646312", "VD590724V", "60825917U", "620603147", "D930390I", "BRD3838328", "568T04A36", "B546 696", "FO 605893", "AM 1899151", "X 30390387", "J 4405976"},
		cue:  "passport",
	})
}
