// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestCZRC(t *testing.T) {
	runNumber(t, entity.CZRC, numberCases{
		free:  []string{"171007/8854", "336205/053"},
		cued:  []string{"2109292890", "210929 2890", "CZ2109292890", "CZ 2109292890"},
		wrong: []string{"171007/8858", "336905/053", "2109592890", "504224099"},
		cue:   "rodné číslo",
		bare:  true,
	})
	runNumber(t, entity.CZRC, numberCases{cued: []string{"506224099", "991231123", "506224 099"}, cue: "rodné číslo"})
}
