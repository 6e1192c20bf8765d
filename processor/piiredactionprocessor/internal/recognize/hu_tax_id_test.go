// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestHUTaxID(t *testing.T) {
	runNumber(t, entity.HUTaxID, numberCases{
		cued:  []string{"8038259424"},
		wrong: []string{"8038259494"},
		cue:   "adóazonosító",
	})
}
