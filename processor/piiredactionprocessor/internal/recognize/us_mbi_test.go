// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSMBI(t *testing.T) {
	runNumber(t, entity.USMBI, numberCases{
		free:  []string{"7N92KY1DR69", "6XF8-N01-WJ11"},
		cued:  []string{"6C10 G97 AV65"},
		wrong: []string{"0N92KY1DR69", "0XF8-N01-WJ11", "0C10 G97 AV65"},
		cue:   "mbi",
	})
}
