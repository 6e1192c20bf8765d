// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUKUTR(t *testing.T) {
	runNumber(t, entity.UKUTR, numberCases{
		cued:  []string{"2974409757", "19745 50001"},
		wrong: []string{"2474409757", "19745 90001"},
		cue:   "utr",
	})
}
