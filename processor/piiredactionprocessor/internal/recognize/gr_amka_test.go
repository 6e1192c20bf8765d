// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestGRAMKA(t *testing.T) {
	runNumber(t, entity.GRAMKA, numberCases{
		cued:  []string{"16038909798", "120167 69106"},
		wrong: []string{"16038909797", "120167 79106"},
		cue:   "amka",
		bare:  true,
	})
}
