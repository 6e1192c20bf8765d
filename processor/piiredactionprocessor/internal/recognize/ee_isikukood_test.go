// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestEEIsikukood(t *testing.T) {
	runNumber(t, entity.EEIsikukood, numberCases{
		cued:  []string{"82312163260"},
		wrong: []string{"82312160260"},
		cue:   "isikukood",
		bare:  true,
	})
}
