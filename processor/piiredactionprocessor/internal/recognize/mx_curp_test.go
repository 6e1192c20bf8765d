// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestMXCURP(t *testing.T) {
	runNumber(t, entity.MXCURP, numberCases{
		free:  []string{"EKMU030117HQFJLA61"},
		wrong: []string{"EKMU034117HQFJLA61"},
		cue:   "curp",
	})
}
