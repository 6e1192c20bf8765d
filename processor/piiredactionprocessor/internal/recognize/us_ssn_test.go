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
		cued:  []string{"047397416", "821.28.8473", "55372-2423", "383-480378"},
		wrong: []string{"000 22 1745", "947397416", "921.28.8473", "95372-2423"},
		cue:   "ssn",
	})
}
