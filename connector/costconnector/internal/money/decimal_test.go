// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package money

import (
	"math/big"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"0":                    "0",
		"0.0":                  "0",
		"2.5":                  "5/2",
		"10":                   "10",
		"0.000000000000000001": "1/1000000000000000000",
		"999999999999999999":   "999999999999999999",
	} {
		t.Run(text, func(t *testing.T) {
			d, err := ParseDecimal(text)
			require.NoError(t, err)
			require.Equal(t, want, d.value().RatString())
		})
	}
}

func TestParseDecimalRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"empty":               "",
		"negative":            "-1",
		"plus":                "+1",
		"exponent":            "1e3",
		"capital exponent":    "1E3",
		"hexadecimal":         "0x10",
		"fraction":            "1/3",
		"leading zero":        "01",
		"bare point":          ".",
		"no whole part":       ".5",
		"no fraction":         "5.",
		"two points":          "1.2.3",
		"comma":               "1,5",
		"blank":               " 1",
		"underscore":          "1_000",
		"infinity":            "Inf",
		"not a number":        "NaN",
		"other digits":        "١",
		"too many digits":     "1000000000000000000",
		"too long a fraction": "0.0000000000000000001",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseDecimal(text)
			require.Error(t, err)
		})
	}
}

var decimalGrammar = regexp.MustCompile(`\A(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?\z`)

func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"0", "2.50", "00", "1e9", "-1", "18.446744073709551615", ".", "9.", "1\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDecimal(text)
		require.Equal(t, decimalGrammar.MatchString(text), err == nil, "%q: %v", text, err)
		if err == nil {
			want, ok := new(big.Rat).SetString(text)
			require.True(t, ok)
			require.Zero(t, want.Cmp(d.value()))
		}
	})
}
