// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDEVATID(t *testing.T) {
	runNumber(t, entity.DEVATID, numberCases{
		free:  []string{"DE858975624", "DE 851384213", "DE 930 741 551", "DE-823390105", "DE.232.264.041", "DE-650-736-721", "DE740 857 025", "DE606.428.220"},
		wrong: []string{"DE858975627", "DE 858384213", "DE 930 781 551", "DE-803390105"},
		cue:   "tax id",
	})
}
