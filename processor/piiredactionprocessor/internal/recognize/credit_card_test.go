// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestCreditCard(t *testing.T) {
	runNumber(t, entity.CreditCard, numberCases{
		free:  []string{"4624 9117 0476 3230", "4601-7328-1089-3456", "4987.6555.7104.5137", "4569386372301109", "3728 183334 69083", "3756-776849-33502"},
		cued:  []string{"673865570687", "4207791787044", "36441947690230", "372941487617198", "67072611414222576", "670329862376636921", "4692203148490180082", "3607 753574 6107", "3670-318987-2358", "4269 4581 6932 0580 910", "6709 2095 2264", "4686 1133 3580 8"},
		wrong: []string{"4624 9117 0446 3230", "9601-7328-1089-3456", "4987.6555.7104.5147", "4569386374301109"},
		cue:   "card",
		bare:  true,
	})
}
