// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestTRTCKN(t *testing.T) {
	runNumber(t, entity.TRTCKN, numberCases{
		cued:  []string{"46091969666"},
		wrong: []string{"42091969666"},
		cue:   "tc kimlik",
		bare:  true,
	})
}
