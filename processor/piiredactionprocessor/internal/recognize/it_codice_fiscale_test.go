// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestITCodiceFiscale(t *testing.T) {
	runNumber(t, entity.ITCodiceFiscale, numberCases{
		free:  []string{"OTOCYH52M16I155T", "ZIW UBR 49H25 B299U", "WNO UNF 55T41 I902 F", "ULL-JAI-52H02-L278Y"},
		wrong: []string{"OTOCYH54M16I155T", "ZIW UBR 49H25 B239U", "WNO UNF 55T41 I906 F", "ULL-JAI-22H02-L278Y"},
		cue:   "codice fiscale",
	})
}
