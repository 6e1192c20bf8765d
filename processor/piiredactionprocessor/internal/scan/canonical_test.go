// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// TestCanonical: all spellings of a value have one form.
func TestCanonical(t *testing.T) {
	for want, tc := range map[string]struct {
		typ       entity.Type
		spellings []string
	}{
		"a.b@example.org":         {entity.Email, []string{"A.B@Example.org", "a.b%40example.org", "a%2Eb@example.org"}},
		"+493023125418":           {entity.Phone, []string{"+49 30 23125 418", "0049 30 23125418", "030 23125-418", "+49 (0)30 23125418", "%2B493023125418", "(030) 23125418"}},
		"+12125550187":            {entity.Phone, []string{"+1 212-555-0187", "+1 (212) 555-0187 x12"}},
		"DE89370400440532013000":  {entity.IBAN, []string{"DE89 3704 0044 0532 0130 00", "de89-3704-0044-0532-0130-00"}},
		"4111111111111111":        {entity.CreditCard, []string{"4111 1111 1111 1111", "4111-1111-1111-1111"}},
		"203.0.113.7":             {entity.IPAddress, []string{"203.0.113.7", "::ffff:203.0.113.7"}},
		"2001:db8::1":             {entity.IPAddress, []string{"2001:DB8::1", "2001:0db8:0:0:0:0:0:1"}},
		"3c22fb9a107e":            {entity.MACAddress, []string{"3C:22:FB:9A:10:7E", "3c22.fb9a.107e"}},
		"76529477033":             {entity.DETaxID, []string{"76 529 477 033", "76529477033"}},
		"AbC":                     {entity.Secret, []string{"AbC"}},
		"lindenallee 27, 50 köln": {entity.Address, []string{"Lindenallee 27,  50 Köln"}},
		"X-1":                     {"EMPLOYEE", []string{"X-1"}},
	} {
		for _, s := range tc.spellings {
			assert.Equal(t, want, Canonical(tc.typ, s), s)
		}
	}
}
