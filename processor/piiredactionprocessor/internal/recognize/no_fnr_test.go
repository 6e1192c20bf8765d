// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestNOFNR(t *testing.T) {
	runNumber(t, entity.NOFNR, numberCases{
		free:  []string{"66066803326", "084939 37368", "31 12 74 66656"},
		cued:  []string{"311274-66656"},
		wrong: []string{"46066803326", "084939 37968", "31 12 74 63656", "311974-66656"},
		cue:   "fødselsnummer",
	})
}
