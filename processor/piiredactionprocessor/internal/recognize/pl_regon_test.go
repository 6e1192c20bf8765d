// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPLREGON(t *testing.T) {
	runNumber(t, entity.PLREGON, numberCases{
		cued:  []string{"923289842", "70959707063844"},
		wrong: []string{"923288842", "70959707763844"},
		cue:   "regon",
	})
}
