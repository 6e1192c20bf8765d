// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestISKennitala(t *testing.T) {
	runNumber(t, entity.ISKennitala, numberCases{
		cued:  []string{"150435-1290", "1805984800"},
		wrong: []string{"150435-1220", "5805984800"},
		cue:   "kennitala",
		bare:  true,
	})
}
