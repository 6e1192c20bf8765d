// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUKPassport(t *testing.T) {
	runNumber(t, entity.UKPassport, numberCases{
		cued: []string{"694718712", "XP9760683"},
		cue:  "passport",
	})
}
