// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestGRAFM(t *testing.T) {
	runNumber(t, entity.GRAFM, numberCases{
		cued:  []string{"469434063", "GR034565025"},
		wrong: []string{"467434063", "GY039565025"},
		cue:   "afm",
	})
}
