// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnswers(t *testing.T) {
	v, err := New([]string{"DE", "ES", "GB"})
	require.NoError(t, err)
	for digits, want := range map[string]Answer{
		"493023125418": Valid, "442079460958": Valid, "4402079460958": Valid, "15550109999": Possible, "999123": No, "1": No,
	} {
		assert.Equal(t, want, v.International([]byte(digits)), digits)
		assert.Equal(t, want, v.International([]byte(digits)), "again, from the memo")
	}
	for digits, want := range map[string]Answer{"03023125418": Valid, "912345678": Valid, "02079460958": Valid, "123456": Possible, "1234567890123456": No} {
		assert.Equal(t, want, v.National([]byte(digits)), digits)
	}
	assert.True(t, v.Mobile([]byte("01713920001")))
	assert.False(t, v.Mobile([]byte("03023125418")))
	assert.True(t, v.Grouped([]byte("912345678"), []int{3, 2, 2, 2}))
	assert.False(t, v.Grouped([]byte("912345678"), []int{2, 7}))
	assert.Equal(t, "+493023125418", v.Canonical("03023125418", false))
	assert.Equal(t, "+34912345678", v.Canonical("34912345678", true))
	assert.Equal(t, "999", v.Canonical("999", false))
}

func TestUnknownRegion(t *testing.T) {
	_, err := New([]string{"DE", "XX"})
	require.ErrorContains(t, err, `phone region "XX"`)
	_, err = New([]string{"DE", "DE"})
	require.ErrorContains(t, err, "each once")
}

// TestAgreesWithTheLibrary asks both about the example numbers of all regions
// and about neighbours of them. Two numbers in two thousand differ: those whose
// plan rewrites the number (Gabon, Norfolk Island).
func TestAgreesWithTheLibrary(t *testing.T) {
	v, err := New(nil)
	require.NoError(t, err)
	checked, differ := 0, 0
	for code := range phonenumbers.GetSupportedRegions() {
		for _, typ := range []phonenumbers.PhoneNumberType{phonenumbers.FIXED_LINE, phonenumbers.MOBILE, phonenumbers.TOLL_FREE} {
			n := phonenumbers.GetExampleNumberForType(code, typ)
			if n == nil {
				continue
			}
			e164 := strings.TrimPrefix(phonenumbers.Format(n, phonenumbers.E164), "+")
			for _, digits := range []string{e164, e164 + "0", e164[:len(e164)-1], e164[:4] + "0000000"} {
				parsed, err := phonenumbers.Parse("+"+digits, "")
				valid := err == nil && phonenumbers.IsValidNumber(parsed)
				if valid != (v.international(digits) == Valid) {
					t.Logf("+%s: the library says %t", digits, valid)
					differ++
				}
				checked++
			}
		}
	}
	assert.Greater(t, checked, 1000)
	assert.LessOrEqual(t, differ, checked/500)
}

func BenchmarkInternational(b *testing.B) {
	v, err := New(nil)
	require.NoError(b, err)
	digits := []byte("493023125418")
	b.Run("known", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			v.International(digits)
		}
	})
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			v.international("493023125418")
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n, err := phonenumbers.Parse("+493023125418", "")
			if err != nil || !phonenumbers.IsValidNumber(n) {
				b.Fatal("not valid")
			}
		}
	})
}
