// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestBRCPF(t *testing.T) {
	runNumber(t, entity.BRCPF, numberCases{
		free:  []string{"217.243.544-93"},
		cued:  []string{"28368671590", "764 316 108 90"},
		wrong: []string{"217.249.544-93", "25368671590", "765 316 108 90"},
		cue:   "cpf",
		bare:  true,
	})
}
