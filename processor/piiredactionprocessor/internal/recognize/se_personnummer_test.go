// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestSEPersonnummer(t *testing.T) {
	runNumber(t, entity.SEPersonnummer, numberCases{
		free:  []string{"370430-8075", "520809+4226", "18760666-7850", "20720967+9914"},
		cued:  []string{"2610121523", "184510882188", "18340213 7636", "671014 0143"},
		wrong: []string{"375430-8075", "320809+4226", "12760666-7850", "30720967+9914"},
		cue:   "personnummer",
		bare:  true,
	})
}
