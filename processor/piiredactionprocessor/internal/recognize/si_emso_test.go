// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestSIEMSO(t *testing.T) {
	runNumber(t, entity.SIEMSO, numberCases{
		cued:  []string{"1102946600831"},
		wrong: []string{"1102946604831"},
		cue:   "emšo",
		bare:  true,
	})
}
