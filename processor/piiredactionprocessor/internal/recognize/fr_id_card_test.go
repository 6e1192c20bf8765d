// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestFRIDCard(t *testing.T) {
	runNumber(t, entity.FRIDCard, numberCases{
		cued:  []string{"500541016767"},
		wrong: []string{"505541016767"},
		cue:   "carte d identité",
	})
}
