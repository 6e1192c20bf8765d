// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDETaxNumber(t *testing.T) {
	runNumber(t, entity.DETaxNumber, numberCases{
		cued: []string{"94/647/30487", "179/341/03570", "708/5630/1823", "7006918867", "64848047319", "4934329110944", "30 062 10282", "236 079 88926"},
		cue:  "steuernummer",
	})
}
