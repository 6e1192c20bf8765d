// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDKCPR(t *testing.T) {
	runNumber(t, entity.DKCPR, numberCases{
		free:  []string{"050475-4170"},
		cued:  []string{"0302999945"},
		wrong: []string{"320585-4170"},
		cue:   "CPR-nummer",
		bare:  true,
	})
	run(t, entity.DKCPR, []example{
		{"no check digit, with its word", "CPR-nummer: 010203-1111", one("010203-1111")},
		{"no check digit, without", "Fra 010203-1111 til i dag", nil},
	})
}
