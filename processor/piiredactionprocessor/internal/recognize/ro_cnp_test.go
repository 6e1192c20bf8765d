// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestROCNP(t *testing.T) {
	runNumber(t, entity.ROCNP, numberCases{
		cued:  []string{"2610814441398", "4 99 12 10 44 306 4"},
		wrong: []string{"2610874441398", "4 99 52 10 44 306 4"},
		cue:   "cnp",
		bare:  true,
	})
}
