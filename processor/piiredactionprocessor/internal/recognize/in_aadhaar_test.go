// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestINAadhaar(t *testing.T) {
	runNumber(t, entity.INAadhaar, numberCases{
		free:  []string{"7917 6558 6247", "9506-1326-0356"},
		cued:  []string{"392881485038"},
		wrong: []string{"7917 6558 6249", "0506-1326-0356", "390881485038"},
		cue:   "aadhaar",
		bare:  true,
	})
}
