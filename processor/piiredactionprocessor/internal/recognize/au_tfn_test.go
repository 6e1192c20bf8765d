// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestAUTFN(t *testing.T) {
	runNumber(t, entity.AUTFN, numberCases{
		cued:  []string{"354667120", "847 915 862", "413-955-719"},
		wrong: []string{"354647120", "847 919 862", "413-955-717"},
		cue:   "tfn",
		bare:  true,
	})
}
