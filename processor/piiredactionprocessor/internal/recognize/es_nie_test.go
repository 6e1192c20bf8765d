// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestESNIE(t *testing.T) {
	runNumber(t, entity.ESNIE, numberCases{
		free:  []string{"Y7806651M", "Y-1774803-E", "X3079062-Y", "Z 5703215 W", "X64005204E", "Z-90690845-D", "Y.685.834.830-N", "Z 3151016-K"},
		wrong: []string{"Y7206651M", "Y-1714803-E", "X3879062-Y", "Z 5713215 W"},
		cue:   "dni",
	})
	run(t, entity.ESNIE, []example{
		{"lower case beside its word", "NIE: y-7806651m", one("y-7806651m")},
		{"lower case, whole value", "y-7806651m", one("y-7806651m")},
		{"lower case in a sentence", "the y-7806651m of today", nil},
		{"one hyphen", "el Y-7806651M es", one("Y-7806651M")},
		{"country", "NIF ES Y7806651M", one("ES Y7806651M")},
	})
}
