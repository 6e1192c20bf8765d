// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestTHTNIN(t *testing.T) {
	runNumber(t, entity.THTNIN, numberCases{
		free:  []string{"4-8591-49051-68-2"},
		cued:  []string{"1976127767181", "4 5105 99660 17 0"},
		wrong: []string{"4-8591-49050-68-2", "5976127767181", "3 5105 99660 17 0"},
		cue:   "thai",
		bare:  true,
	})
}
