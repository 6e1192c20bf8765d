// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPLIDCard(t *testing.T) {
	runNumber(t, entity.PLIDCard, numberCases{
		cued:  []string{"DJY284783", "ENA 589784"},
		wrong: []string{"DJY284780", "ENA 589782"},
		cue:   "national id",
		bare:  true,
	})
}
