// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSRouting(t *testing.T) {
	runNumber(t, entity.USRouting, numberCases{
		free:  []string{"6963-1912-1"},
		cued:  []string{"097899790"},
		wrong: []string{"6966-1912-1", "097899760"},
		cue:   "routing",
		bare:  true,
	})
}
