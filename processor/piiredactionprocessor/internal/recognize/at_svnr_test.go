// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestATSVNR(t *testing.T) {
	runNumber(t, entity.ATSVNR, numberCases{
		free:  []string{"2093 150479", "3448-071556", "3448 07 15 56", "3448/071556"},
		cued:  []string{"9167101154"},
		wrong: []string{"2093 150079", "3448-074556", "3448 04 15 56", "3448/041556"},
		cue:   "social security",
		bare:  true,
	})
}
