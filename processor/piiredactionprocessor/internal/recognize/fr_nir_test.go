// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestFRNIR(t *testing.T) {
	runNumber(t, entity.FRNIR, numberCases{
		free:  []string{"724888858354634", "2 41 84 03 644 341 57", "8 06 81 2B 554 709 53", "135342A7377049 0", "783072B11762991", "282042B661588 68", "1179630339400 40", "1-17-96-30-339-400-40", "7 08 85 2A 286 673-67", "1.80.59.2B.096.486.09", "135 34 2A 737 704 90", "1 15 89 2A 221912 53"},
		wrong: []string{"725888858354634", "2 41 84 03 664 341 57", "8 06 81 2B 554 799 53", "135342A7376049 0"},
		cue:   "social security",
	})
}
