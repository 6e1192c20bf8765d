// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestITPartitaIVA(t *testing.T) {
	runNumber(t, entity.ITPartitaIVA, numberCases{
		cued:  []string{"50815000646", "IT10515100666", "883 034 103 15", "464 3254 0329"},
		wrong: []string{"50815080646", "IT30515100666", "882 034 103 15", "464 3254 4329"},
		cue:   "tax id",
		bare:  true,
	})
	run(t, entity.ITPartitaIVA, []example{{"codice fiscale of a company", "codice fiscale 00743110157", one("00743110157")}})
}
