// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestATPassport(t *testing.T) {
	runNumber(t, entity.ATPassport, numberCases{
		cued: []string{"H2954595", "X 6728001"},
		cue:  "passport",
	})
}
