// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSDEA(t *testing.T) {
	runNumber(t, entity.USDEA, numberCases{
		cued:  []string{"EF3884156", "P96951380"},
		wrong: []string{"EF3887156", "P96981380"},
		cue:   "dea",
		bare:  true,
	})
}
