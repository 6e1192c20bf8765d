// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestIBAN(t *testing.T) {
	run(t, entity.IBAN, []example{
		{"compact", "to DE89370400440532013000 today", one("DE89370400440532013000")},
		{"groups", "IBAN: GB29 NWBK 6016 1331 9268 19.", one("GB29 NWBK 6016 1331 9268 19")},
		{"hyphens", "NL91-ABNA-0417-1643-00", one("NL91-ABNA-0417-1643-00")},
		{"lower case", "nl91abna0417164300", one("nl91abna0417164300")},
		{"followed by a word", "FR14 2004 1010 0505 0001 3M02 606 BIC", one("FR14 2004 1010 0505 0001 3M02 606")},
		{"no-break spaces", "BE68\u00a05390\u00a00754\u00a07034", one("BE68\u00a05390\u00a00754\u00a07034")},
		{"country apart", "DE 89 3704 0044 0532 0130 00", one("DE 89 3704 0044 0532 0130 00")},
		{"longest", "MT84 MALT 0110 0001 2345 MTLC AST0 01S", one("MT84 MALT 0110 0001 2345 MTLC AST0 01S")},
		{"wrong check digits", "DE88370400440532013000", nil},
		{"too long", "DE893704004405320130001", nil},
		{"too short", "DE8937040044053201300", nil},
		{"unknown country", "ZZ89370400440532013000", nil},
	})
}
