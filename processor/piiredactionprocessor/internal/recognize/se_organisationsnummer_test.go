// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestSEOrganisation(t *testing.T) {
	runNumber(t, entity.SEOrganisation, numberCases{
		cued:  []string{"472998-0856"},
		wrong: []string{"072998-0856", "6676385536"},
		cue:   "organisationsnummer",
		bare:  true,
	})
	runNumber(t, entity.SEOrganisation, numberCases{cued: []string{"6676385534"}, cue: "organisationsnummer"})
}
