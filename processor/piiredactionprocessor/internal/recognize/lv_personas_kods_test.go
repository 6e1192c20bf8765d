// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestLVPersonasKods(t *testing.T) {
	runNumber(t, entity.LVPersonasKods, numberCases{
		free:  []string{"101290-35829"},
		cued:  []string{"08050650720"},
		wrong: []string{"101290-35329", "08050650920"},
		cue:   "personas kods",
		bare:  true,
	})
}
