// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize_test

import (
	"testing"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// The addresses are those of the genesis block and of the examples in BIP 173
// and EIP-55.
func TestCryptoWallet(t *testing.T) {
	run(t, entity.CryptoWallet, []example{
		{"base58", "to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa now", one("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")},
		{"bech32", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", one("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")},
		{"bech32 upper case", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", one("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")},
		{"ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", one("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")},
		{"wrong checksum", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", nil},
		{"wrong bech32", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", nil},
		{"hash", "0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", nil},
		{"zero address", "0x0000000000000000000000000000000000000000", nil},
	})
}
