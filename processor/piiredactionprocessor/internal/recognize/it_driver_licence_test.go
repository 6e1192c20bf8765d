// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestITDriverLicence(t *testing.T) {
	runNumber(t, entity.ITDriverLicence, numberCases{
		cued:  []string{"OU5529157Y", "U11S85N5VL", "U1X10MG9I"},
		wrong: []string{"U51S85N5VL", "U5X10MG9I"},
		cue:   "driving licence",
		bare:  true,
	})
}
