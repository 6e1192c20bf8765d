// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDEIDCard(t *testing.T) {
	runNumber(t, entity.DEIDCard, numberCases{
		cued:  []string{"Y4082ZZ91", "TP5V709602", "V42T046M4 0", "RYKXP3C3H-0"},
		wrong: []string{"TP5V709600"},
		cue:   "national id",
		bare:  true,
	})
}
