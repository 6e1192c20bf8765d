// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestESPassport(t *testing.T) {
	runNumber(t, entity.ESPassport, numberCases{
		cued: []string{"ALT416423"},
		cue:  "passport",
		bare: true,
	})
}
