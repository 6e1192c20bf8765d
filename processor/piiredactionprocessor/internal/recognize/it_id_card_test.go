// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestITIDCard(t *testing.T) {
	runNumber(t, entity.ITIDCard, numberCases{
		cued: []string{"PM57274HS", "AG8620444", "LT 1872889", "4915663EG"},
		cue:  "national id",
		bare: true,
	})
}
