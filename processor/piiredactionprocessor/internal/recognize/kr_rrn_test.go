// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestKRRRN(t *testing.T) {
	runNumber(t, entity.KRRRN, numberCases{
		free:  []string{"710908-3381341"},
		cued:  []string{"8011185742101"},
		wrong: []string{"710908-3181341", "8011185742601"},
		cue:   "rrn",
		bare:  true,
	})
}
