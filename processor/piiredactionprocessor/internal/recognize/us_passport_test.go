// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSPassport(t *testing.T) {
	runNumber(t, entity.USPassport, numberCases{
		cued: []string{"L15207916"},
		cue:  "passport",
		bare: true,
	})
	runNumber(t, entity.USPassport, numberCases{
		cued: []string{"244186114"},
		cue:  "passport",
	})
}
