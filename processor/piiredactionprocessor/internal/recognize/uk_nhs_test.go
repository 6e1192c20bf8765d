// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUKNHS(t *testing.T) {
	runNumber(t, entity.UKNHS, numberCases{
		cued:  []string{"934 622 8717", "0268998752", "979-895-3134", "7522681 812"},
		wrong: []string{"934 222 8717", "6268998752", "979-895-3534", "7522682 812"},
		cue:   "nhs",
		bare:  true,
	})
}
