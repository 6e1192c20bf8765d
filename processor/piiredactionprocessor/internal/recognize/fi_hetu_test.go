// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestFIHETU(t *testing.T) {
	runNumber(t, entity.FIHETU, numberCases{
		free:  []string{"090850-0647", "051038+6480", "031104A1002"},
		wrong: []string{"090850-0648", "051038+6880", "831104A1002"},
		cue:   "henkilötunnus",
	})
}
