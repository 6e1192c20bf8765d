// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestAddresses(t *testing.T) {
	run(t, entity.Address, []example{
		{"German", "wohnhaft Lindenallee 27, 50968 Köln.", one("Lindenallee 27, 50968 Köln")},
		{"German, abbreviated", "Hauptstr. 5a in Bonn", one("Hauptstr. 5a")},
		{"French", "habite au 12 bis rue des Tanneurs, 69005 Lyon.", one("12 bis rue des Tanneurs, 69005 Lyon")},
		{"Spanish", "vive en Calle Mayor 15, 28013 Madrid", one("Calle Mayor 15, 28013 Madrid")},
		{"Italian", "abita in Via Garibaldi 8, 20121 Milano, Italia", one("Via Garibaldi 8, 20121 Milano, Italia")},
		{"Dutch", "Kerkstraat 12, 1012 AB Amsterdam", one("Kerkstraat 12, 1012 AB Amsterdam")},
		{"English", "I moved to 7 Maple Close, Leeds LS6 2QT and", one("7 Maple Close, Leeds LS6 2QT")},
		{"street without number", "down the Hauptstraße to the river", nil},
		{"via as a word", "sent via 3 servers", nil},
		{"way as a word", "there are 2 ways and 1 way out", nil},
	})
}
