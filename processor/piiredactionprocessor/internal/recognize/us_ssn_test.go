// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSSSN(t *testing.T) {
	runNumber(t, entity.USSSN, numberCases{
		free:  []string{"783-99-1955", "050 22 1745"},
		cued:  []string{"821.28.8473", "55372-2423", "383-480378"},
		wrong: []string{"000 22 1745", "921.28.8473", "95372-2423"},
		cue:   "ssn",
	})
	runNumber(t, entity.USSSN, numberCases{cued: []string{"047397416"}, wrong: []string{"947397416"}, cue: "ssn", bare: true})
}
