// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestINPAN(t *testing.T) {
	runNumber(t, entity.INPAN, numberCases{
		free: []string{"MXEJO5469S"},
		cued: []string{"TVJBH 6658 I", "NXBPM-3742-T"},
		cue:  "pan",
	})
}
