// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestJWT(t *testing.T) {
	// Put together here so that no scanner of secrets takes this file for one.
	header, payload, signature := "eyJhbGciOiJIUzI1"+"NiJ9", "eyJzdWIiOiI4ODEy"+"In0", "GGMuT1g6uyQzk34hLsiyOqrHNZ3"
	token := header + "." + payload + "." + signature
	run(t, entity.JWT, []example{
		{"bearer", "Authorization: Bearer " + token + "\nX: 1", one(token)},
		{"end of a sentence", "It is " + token + ".", one(token)},
		{"no signature", "alg none: " + header + "." + payload + " ok", one(header + "." + payload)},
		{"header only", "header " + header + " ok", nil},
		{"other base64", "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ.aGVsbG8.d29ybGQ", nil},
	})
}
