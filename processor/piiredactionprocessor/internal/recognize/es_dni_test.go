// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestESDNI(t *testing.T) {
	runNumber(t, entity.ESDNI, numberCases{
		free:  []string{"41768492D", "56468327-S", "71356598 H", "51.472.142-M", "90.804.222S", "28.359.034 B", "16 269 985 S"},
		cued:  []string{"8894131P", "8713351-P"},
		wrong: []string{"41968492D", "56068327-S", "71056598 H", "51.172.142-M"},
		cue:   "dni",
		bare:  true,
	})
}
