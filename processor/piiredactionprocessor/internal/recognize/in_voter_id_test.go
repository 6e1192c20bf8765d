// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestINVoter(t *testing.T) {
	runNumber(t, entity.INVoter, numberCases{
		cued: []string{"UYL6691411"},
		cue:  "voter",
		bare: true,
	})
}
