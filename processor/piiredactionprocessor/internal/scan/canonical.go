// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/phone"
)

// Canonical returns the form of a value that is the same however it was
// written, so that pseudonyms of one person are one: lower-case e-mail
// addresses, phone numbers in E.164, numbers without separators, IP addresses
// as in RFC 5952. Secrets, wallets and what a user defined stay as they are.
func Canonical(t entity.Type, raw string) string {
	switch t {
	case entity.Email:
		if decoded, err := url.PathUnescape(raw); err == nil {
			raw = decoded
		}
		return strings.ToLower(raw)
	case entity.Phone:
		return canonicalPhone(raw)
	case entity.IPAddress:
		if a, err := netip.ParseAddr(raw); err == nil {
			return a.Unmap().String()
		}
		return strings.ToLower(raw)
	case entity.MACAddress:
		return strings.ToLower(compact(raw))
	case entity.DateOfBirth, entity.PersonName, entity.Address, entity.DenyListed:
		return strings.ToLower(strings.Join(strings.Fields(raw), " "))
	case entity.CryptoWallet:
		return raw
	}
	switch entity.FamilyOf(t) {
	case entity.Secrets, entity.Custom:
		return raw
	default:
		return compact(raw)
	}
}

// regions understands national notation. It asks the default regions whatever
// the configuration says: a wrong country joins no two numbers that differ.
var regions = sync.OnceValues(func() (*phone.Validator, error) { return phone.New(phone.DefaultRegions) })

func canonicalPhone(raw string) string {
	number := strings.ToLower(raw)
	for _, extension := range [...]string{"ext", "x", "#"} {
		number, _, _ = strings.Cut(number, extension)
	}
	number = strings.Replace(number, "%2b", "+", 1)
	international := strings.HasPrefix(strings.TrimLeft(number, " ("), "+")
	if international {
		number = strings.Replace(number, "(0)", "", 1)
	}
	digits := compact(number)
	if !international {
		digits, international = strings.CutPrefix(digits, "00")
	}
	v, err := regions()
	if err != nil {
		return digits
	}
	return v.Canonical(digits, international)
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
