// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestIEPPS(t *testing.T) {
	runNumber(t, entity.IEPPS, numberCases{
		cued:  []string{"1135683T", "5895107DB", "8565115 P", "7934241 UH"},
		wrong: []string{"1135687T", "5095107DB", "8565715 P", "7034241 UH"},
		cue:   "pps",
		bare:  true,
	})
}
