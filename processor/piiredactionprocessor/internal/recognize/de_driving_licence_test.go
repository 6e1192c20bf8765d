// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDEDrivingLicence(t *testing.T) {
	runNumber(t, entity.DEDrivingLicence, numberCases{
		cued: []string{"G08F2FGQ211", "O74H55HCX78"},
		cue:  "driving licence",
		bare: true,
	})
}
