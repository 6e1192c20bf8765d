// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestBGEGN(t *testing.T) {
	runNumber(t, entity.BGEGN, numberCases{
		cued:  []string{"1905180980", "722806 6879", "722806 687 9", "BG7228066879"},
		wrong: []string{"1902180980", "722806 6679"},
		cue:   "egn",
		bare:  true,
	})
}
