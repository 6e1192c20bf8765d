// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSDriverLicense(t *testing.T) {
	runNumber(t, entity.USDriverLicense, numberCases{
		cued: []string{"D4079676", "I14121499", "N734811226", "A60644184799", "I394391953703", "H8188685489510", "E406282", "N07845", "93976250", "088272246", "4701451", "5929146200", "199331342421", "YS665652", "IG63710", "RV864749W", "50993904V", "Y722-4924-7737", "A900-540-50-510-1", "999-216-897", "66-334-2078", "E849-9551-7273-73", "N807 22525 60930", "65WOU50103", "82396277FU", "459VG5570", "72E 4407", "R763 4038 4820"},
		cue:  "driving licence",
	})
}
