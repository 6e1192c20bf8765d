// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestAUABN(t *testing.T) {
	runNumber(t, entity.AUABN, numberCases{
		free:  []string{"72 950 181 486"},
		cued:  []string{"79684701043"},
		wrong: []string{"72 950 181 485", "79684701243"},
		cue:   "abn",
		bare:  true,
	})
}
