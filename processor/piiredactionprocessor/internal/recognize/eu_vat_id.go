// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// VAT numbers of the EU and of the United Kingdom: country and up to twelve
// characters, known by context only.
func init() {
	register(Rule{
		Type: entity.EUVATID,
		Cued: []string{"aaddddddddd", "aadddddddd", "aadddddddddd", "aaddddddddddd", "aadddddddddddd", "aaadddddddd", "aadddddddddadd", "aaxdddddddx", "aaxxddddddddd", "aaddddddda", "aadddddddaa", "aa ddd dddd dd", "aa dddd ddd ddd"},
		Check: func(v check.Value) bool {
			switch string([]byte{v.At(0), v.At(1)}) {
			case "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI":
				return !v.Same()
			default:
				return false
			}
		},
		Checked: "country",
		Cues:    []string{"vat", "vat number", "vat id", "vat no", "vat reg", "vat registration", "ust idnr", "ustid", "umsatzsteuer", "tva", "n tva", "numéro de tva", "iva", "btw", "btw nummer", "nip", "moms", "partita iva", "uid"},
		Weak:    true,
	})
}
