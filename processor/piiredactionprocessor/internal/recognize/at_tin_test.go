// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestATTIN(t *testing.T) {
	runNumber(t, entity.ATTIN, numberCases{
		free:  []string{"91-653/5784", "83 080/9562"},
		cued:  []string{"467880415", "69737/6275", "65 062 7615"},
		wrong: []string{"91-653/5794", "83 080/9262", "467880417", "69137/6275"},
		cue:   "tax id",
	})
}
