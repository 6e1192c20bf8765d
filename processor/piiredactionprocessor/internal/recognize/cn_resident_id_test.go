// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestCNResidentID(t *testing.T) {
	runNumber(t, entity.CNResidentID, numberCases{
		free:  []string{"640710202309061078"},
		wrong: []string{"640710232309061078"},
		cue:   "身份证",
	})
}
