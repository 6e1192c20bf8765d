// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSITIN(t *testing.T) {
	runNumber(t, entity.USITIN, numberCases{
		free:  []string{"929-96-3781", "990 91 5263"},
		cued:  []string{"953796854", "94684-3273", "983-710362", "93874 6040"},
		wrong: []string{"329-96-3781", "690 91 5263", "853796854", "14684-3273"},
		cue:   "itin",
		bare:  true,
	})
}
