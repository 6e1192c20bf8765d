// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPLPESEL(t *testing.T) {
	runNumber(t, entity.PLPESEL, numberCases{
		cued:  []string{"69052818403", "432916 66915", "980622-69606"},
		wrong: []string{"69252818403", "439916 66915", "980622-68606"},
		cue:   "pesel",
		bare:  true,
	})
}
