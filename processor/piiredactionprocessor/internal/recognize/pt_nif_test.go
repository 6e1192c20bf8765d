// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPTNIF(t *testing.T) {
	runNumber(t, entity.PTNIF, numberCases{
		cued:  []string{"632674431", "121 917 690", "935.658.394", "PT543977692", "PT 632 674 431", "pt-632674431"},
		wrong: []string{"632074431", "121 417 690", "936.658.394", "PT563977692"},
		cue:   "tax id",
		bare:  true,
	})
}
