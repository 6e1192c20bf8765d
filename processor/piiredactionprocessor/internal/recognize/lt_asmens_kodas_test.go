// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestLTAsmensKodas(t *testing.T) {
	runNumber(t, entity.LTAsmensKodas, numberCases{
		cued:  []string{"74310218121"},
		wrong: []string{"74310218111"},
		cue:   "asmens kodas",
		bare:  true,
	})
}
