// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPTCC(t *testing.T) {
	runNumber(t, entity.PTCC, numberCases{
		free:  []string{"27746586 4 DJ9", "51954271-5-ZM7", "67227718 3MH9", "265002475Y23"},
		cued:  []string{"76563661", "19871396 3"},
		wrong: []string{"565002475Y23"},
		cue:   "cartão de cidadão",
	})
}
