// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSNPI(t *testing.T) {
	runNumber(t, entity.USNPI, numberCases{
		cued:  []string{"1019774235", "2973-560-586", "1590 330 662", "111-982-4815"},
		wrong: []string{"1019874235", "2973-560-566", "1540 330 662", "111-982-1815"},
		cue:   "npi",
		bare:  true,
	})
}
