// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUKDrivingLicence(t *testing.T) {
	runNumber(t, entity.UKDrivingLicence, numberCases{
		free:  []string{"SNQYZ752087T94ON", "UIHJ9 758183 AY7EZ", "TJGUZ 151272996 VU", "WKEAR301137X9 9TC", "TKZAG507209AF4UX", "WDQP9 705262 9W 45Z", "VUKTP3042299WG64"},
		wrong: []string{"SNQYZ732087T94ON", "UIHJ7 758183 AY7EZ", "TJGUZ 151272496 VU", "WKEAR301437X9 9TC"},
		cue:   "driving licence",
	})
}
