// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestESNSS(t *testing.T) {
	runNumber(t, entity.ESNSS, numberCases{
		free:  []string{"51 59610905 00", "35/16732729/57", "11-11201548-06", "16/5497420/94"},
		cued:  []string{"287942880807", "02560679960"},
		wrong: []string{"51 59610904 00", "35/16732529/57", "11-17201548-06", "16/5497420/14"},
		cue:   "social security",
		bare:  true,
	})
}
