// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestCASIN(t *testing.T) {
	runNumber(t, entity.CASIN, numberCases{
		cued:  []string{"671 571 503", "694-954-264", "601399181"},
		wrong: []string{"671 871 503", "694-954-764", "601399881"},
		cue:   "sin",
		bare:  true,
	})
}
