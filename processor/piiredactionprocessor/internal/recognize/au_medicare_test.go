// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestAUMedicare(t *testing.T) {
	runNumber(t, entity.AUMedicare, numberCases{
		free:  []string{"2249 73942 1", "5063-91042-8"},
		cued:  []string{"3854236564", "354157816 1"},
		wrong: []string{"2249 73342 1", "5063-91082-8", "3854286564", "354157819 1"},
		cue:   "medicare",
		bare:  true,
	})
}
