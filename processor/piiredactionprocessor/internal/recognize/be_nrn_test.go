// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestBENRN(t *testing.T) {
	runNumber(t, entity.BENRN, numberCases{
		free:  []string{"40.02.28-977.07", "22.02.01-562-78", "99.10.12 329.05", "22 02 01 562 78", "29-09-01-098-59", "480821-877-42", "041127-00129", "050411 000 26", "86.09.22.358.75", "05.04.11-00026", "041127-001.29", "40.02.28-977 07", "40-02-28 977 07", "40/02/28-977.07", "400228 97707"},
		cued:  []string{"01111794233"},
		wrong: []string{"40.02.28-277.07", "22.02.01-862-78", "99.10.12 029.05", "22 72 01 562 78"},
		cue:   "registre national",
		bare:  true,
	})
}
