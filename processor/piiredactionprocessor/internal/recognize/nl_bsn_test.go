// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestNLBSN(t *testing.T) {
	runNumber(t, entity.NLBSN, numberCases{
		cued:  []string{"193666583", "0624.17.010", "774 640 182", "7457 03 604", "980.707.997"},
		wrong: []string{"193616583", "0626.17.010", "774 640 382", "7757 03 604"},
		cue:   "bsn",
		bare:  true,
	})
}
