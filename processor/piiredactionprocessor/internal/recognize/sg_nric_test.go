// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestSGNRIC(t *testing.T) {
	runNumber(t, entity.SGNRIC, numberCases{
		free:  []string{"F2429883M"},
		wrong: []string{"F2459883M"},
		cue:   "nric",
	})
}
