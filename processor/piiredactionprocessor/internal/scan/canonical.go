// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Canonical returns the form of a value that is the same however it was
// written: lower-case e-mail and MAC addresses, digits and upper-case letters
// of numbers, and secrets as they are.
func Canonical(t entity.Type, raw string) string {
	switch t {
	case entity.Email:
		return strings.ToLower(strings.Replace(raw, "%40", "@", 1))
	case entity.Phone:
		digits := compact(raw)
		switch {
		case strings.HasPrefix(raw, "+"), strings.HasPrefix(raw, "%2B"), strings.HasPrefix(raw, "(+"):
			return "+" + strings.TrimPrefix(digits, "2B")
		case strings.HasPrefix(digits, "00"):
			return "+" + digits[2:]
		default:
			return digits
		}
	case entity.IPAddress:
		return strings.ToLower(raw)
	case entity.MACAddress:
		return strings.ToLower(compact(raw))
	case entity.Secret, entity.JWT, entity.PrivateKey, entity.URLCredentials, entity.CryptoWallet:
		return raw
	case entity.PersonName, entity.Address, entity.DenyListed:
		return strings.ToLower(strings.Join(strings.Fields(raw), " "))
	}
	if entity.FamilyOf(t) == entity.Custom {
		return raw
	}
	if t == entity.DateOfBirth {
		return strings.ToLower(raw)
	}
	return compact(raw)
}

func compact(s string) string {
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
			b = append(b, c)
		case c >= 'a' && c <= 'z':
			b = append(b, c-'a'+'A')
		}
	}
	return string(b)
}
