// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestCHAHV(t *testing.T) {
	runNumber(t, entity.CHAHV, numberCases{
		free:  []string{"756.8528.8741.74", "7569028361478", "756 6909 8024 71", "756-2965-9989-98"},
		wrong: []string{"706.8528.8741.74", "7569028361448", "756 6909 8024 76", "756-2965-8989-98"},
		cue:   "ahv",
	})
}
