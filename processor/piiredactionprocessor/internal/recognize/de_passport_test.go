// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDEPassport(t *testing.T) {
	runNumber(t, entity.DEPassport, numberCases{
		cued:  []string{"HK3481R79", "F37831X7J8", "G6249M087 0"},
		wrong: []string{"F87831X7J8"},
		cue:   "passport",
		bare:  true,
	})
}
