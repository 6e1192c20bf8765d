// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestFRTaxID(t *testing.T) {
	runNumber(t, entity.FRTaxID, numberCases{
		free:  []string{"20 09 147 501 256"},
		cued:  []string{"1832021310462", "3 165 102 232 425"},
		wrong: []string{"20 29 147 501 256", "2832021310462", "3 065 102 232 425"},
		cue:   "tax id",
		bare:  true,
	})
}
