// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestZAID(t *testing.T) {
	runNumber(t, entity.ZAID, numberCases{
		cued:  []string{"6809151586151", "860926 5055 145", "370912 3326 05 3"},
		wrong: []string{"6309151586151", "860426 5055 145", "370912 3329 05 3"},
		cue:   "south african id",
		bare:  true,
	})
}
