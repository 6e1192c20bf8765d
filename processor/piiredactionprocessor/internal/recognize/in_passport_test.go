// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestINPassport(t *testing.T) {
	runNumber(t, entity.INPassport, numberCases{
		cued:  []string{"A8317561", "Y89 70548"},
		wrong: []string{"A0317561", "Y09 70548"},
		cue:   "passport",
		bare:  true,
	})
}
