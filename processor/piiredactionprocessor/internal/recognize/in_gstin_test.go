// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestINGSTIN(t *testing.T) {
	runNumber(t, entity.INGSTIN, numberCases{
		free:  []string{"37XAHGD8202KGZ8"},
		wrong: []string{"37XAHGD8209KGZ8"},
		cue:   "gstin",
	})
}
