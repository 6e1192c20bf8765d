// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDESocialSecurity(t *testing.T) {
	runNumber(t, entity.DESocialSecurity, numberCases{
		free:  []string{"32110292W049", "35 190857 A 065", "17 731269 N 20 1", "26620774 A 250", "30 801118J 548", "84-800697-U-595", "56 51 05 44 V 255"},
		wrong: []string{"32111292W049", "35 190857 A 035", "17 731264 N 20 1", "26620776 A 250"},
		cue:   "social security",
	})
}
