// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPLNIP(t *testing.T) {
	runNumber(t, entity.PLNIP, numberCases{
		free:  []string{"915-893-20-63", "693-04-61-767"},
		cued:  []string{"9207149157", "PL1297454433", "302 028 20 32"},
		wrong: []string{"915-891-20-63", "698-04-61-767", "9207140157", "PL1297054433"},
		cue:   "nip",
	})
}
