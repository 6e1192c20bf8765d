// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestNationalIDNumber(t *testing.T) {
	runNumber(t, entity.NationalIDNumber, numberCases{
		cued: []string{"M4887522", "EA2792949", "AGE237865", "KH120855", "54740339", "528458434", "6546137707", "92884269106", "298527558391", "4201758973582", "5970M12I4", "M8O1NZ86L5", "GU013036X", "83819519H"},
		cue:  "national id",
	})
}
