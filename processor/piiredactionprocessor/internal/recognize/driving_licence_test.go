// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestDrivingLicence(t *testing.T) {
	runNumber(t, entity.DrivingLicence, numberCases{
		cued: []string{"D3540968", "LY7139382", "FF439424", "88362304", "291708563", "9202116463", "858979444917", "41KZ45640", "B9838P5K4J", "74572UHEZ87", "906886706IWN", "44C16D04S962A", "66608/36/2491", "2639 0871 5572", "43 82 264285", "OF29 28223384335", "BP52-24537320417", "XC-6232974", "42586702-O", "84969214L", "YM3126065H", "Y1886842464"},
		cue:  "driving licence",
	})
}
