// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestAUACN(t *testing.T) {
	runNumber(t, entity.AUACN, numberCases{
		cued:  []string{"186 292 311", "881-978-712"},
		wrong: []string{"186 295 311", "293086155", "681-978-712"},
		cue:   "acn",
		bare:  true,
	})
	runNumber(t, entity.AUACN, numberCases{cued: []string{"293086165"}, cue: "acn"})
}
