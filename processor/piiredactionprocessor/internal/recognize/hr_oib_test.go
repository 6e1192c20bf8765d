// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestHROIB(t *testing.T) {
	runNumber(t, entity.HROIB, numberCases{
		cued:  []string{"13088324416", "HR43771039491", "HR 43771039491"},
		wrong: []string{"13088324816", "HR43770039491"},
		cue:   "oib",
		bare:  true,
	})
}
