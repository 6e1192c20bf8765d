// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"crypto/sha256"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.CryptoWallet},
		long:  findWallet,
		about: [3]string{"Bitcoin and its kin in base58 and bech32, Ethereum 0x and 40 hexadecimal digits", "base58check (double SHA-256), bech32 and bech32m checksums (BIP 173, BIP 350)", "no"},
	})
}

func findWallet(c *Cursor, start, end int) {
	w := c.Text[start:end]
	t := c.Text
	if end < len(t) && (t[end] == '+' || t[end] == '/' && len(w) > 45) || start > 0 && (t[start-1] == '+' || t[start-1] == '.') {
		return
	}
	switch {
	case len(w) == 42 && w[0] == '0' && w[1]|0x20 == 'x':
		if hexGroup(w, 2, 40) && !sameBytes(w[2:]) {
			c.emit(entity.CryptoWallet, start, end, rankExact)
		}
	case bech32(w):
		c.emit(entity.CryptoWallet, start, end, rankExact)
	case base58check(w):
		c.emit(entity.CryptoWallet, start, end, rankExact)
	}
}

func sameBytes(s string) bool { return strings.Count(s, s[:1]) == len(s) }

const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

var bech32Value = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i, c := range []byte(bech32Alphabet) {
		t[c] = int8(i)
		if isAlpha(c) {
			t[c-'a'+'A'] = int8(i)
		}
	}
	return t
}()

// bech32Prefixes are the human-readable parts of the chains that use it.
var bech32Prefixes = [...]string{"bc", "tb", "bcrt", "ltc", "tltc", "addr", "stake", "cosmos", "osmo", "bnb", "terra", "axelar", "inj", "sei", "vtc", "dgb", "btg", "grs", "kaspa", "zs", "ex"}

// bech32 verifies the checksum of BIP 173 or BIP 350.
func bech32(w string) bool {
	if len(w) < 26 || len(w) > 110 {
		return false
	}
	for _, p := range bech32Prefixes {
		if len(w) > len(p)+8 && strings.EqualFold(w[:len(p)], p) && w[len(p)] == '1' {
			return bech32Checksum(w, len(p))
		}
	}
	return false
}

func bech32Checksum(w string, hrp int) bool {
	sum := uint32(1)
	step := func(v byte) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for _, b := range []byte(w[:hrp]) {
		step((b | 0x20) >> 5)
	}
	step(0)
	for _, b := range []byte(w[:hrp]) {
		step((b | 0x20) & 31)
	}
	for _, b := range []byte(w[hrp+1:]) {
		v := bech32Value[b]
		if v < 0 {
			return false
		}
		step(byte(v))
	}
	return sum == 1 || sum == 0x2bc830a3
}

const base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

var base58Value = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i, c := range []byte(base58Alphabet) {
		t[c] = int8(i)
	}
	return t
}()

// base58check decodes an address of 25 bytes, or a private key of 37 or 38, and
// compares the first four bytes of the double SHA-256.
func base58check(w string) bool {
	if len(w) < 26 || len(w) > 35 && (len(w) < 51 || len(w) > 52) {
		return false
	}
	var out [40]byte
	n := 0
	for i := range len(w) {
		v := base58Value[w[i]]
		if v < 0 {
			return false
		}
		carry := int(v)
		for k := range n {
			carry += int(out[k]) * 58
			out[k] = byte(carry) //nolint:gosec // G115: the low byte is meant
			carry >>= 8
		}
		for carry > 0 {
			if n == len(out) {
				return false
			}
			out[n] = byte(carry)
			n++
			carry >>= 8
		}
	}
	for i := 0; i < len(w) && w[i] == '1'; i++ {
		n++
	}
	if n != 25 && n != 37 && n != 38 {
		return false
	}
	var payload [40]byte
	for i := range n {
		payload[i] = out[n-1-i]
	}
	first := sha256.Sum256(payload[:n-4])
	second := sha256.Sum256(first[:])
	return [4]byte(second[:4]) == [4]byte(payload[n-4:n])
}
