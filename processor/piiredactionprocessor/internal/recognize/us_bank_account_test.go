// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestUSBankAccount(t *testing.T) {
	runNumber(t, entity.USBankAccount, numberCases{
		cued: []string{"89711875", "161724146", "1859507616", "04974884491", "672407469338", "6404093692173", "87923253921271", "737589609778695", "9420665100654618", "19836647923612848"},
		cue:  "bank account",
	})
}
