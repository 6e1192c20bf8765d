// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDEHealthInsurance(t *testing.T) {
	runNumber(t, entity.DEHealthInsurance, numberCases{
		free:  []string{"J754336373"},
		cued:  []string{"C770 890 372", "M 218 451 523", "H 807053231"},
		wrong: []string{"J724336373", "C770 890 872", "M 212 451 523", "H 806053231"},
		cue:   "kvnr",
		bare:  true,
	})
}
