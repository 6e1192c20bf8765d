// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDETaxID(t *testing.T) {
	runNumber(t, entity.DETaxID, numberCases{
		free:  []string{"52 331 397 685", "44/293/867/015", "48-137-952-046"},
		cued:  []string{"69730219954"},
		wrong: []string{"52 331 317 685", "44/299/867/015", "28-137-952-046", "69734219954"},
		cue:   "tax id",
		bare:  true,
	})
}
