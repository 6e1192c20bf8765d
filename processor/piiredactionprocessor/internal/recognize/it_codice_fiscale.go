// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Italian codice fiscale, D.M. 23/12/1976: six letters of the name, year,
// month, day, place, check letter; digits may be replaced by letters
// (omocodia).
func init() {
	register(Rule{
		Type:    entity.ITCodiceFiscale,
		Free:    []string{"aaaaaaxxaxxaxxxa", "aaa aaa xxaxx axxxa", "aaa aaa xxaxx axxx a", "aaa-aaa-xxaxx-axxxa"},
		Check:   itCodiceFiscale,
		Checked: "month and day, check letter from the odd and even tables",
		Cues:    []string{"codice fiscale", "cf", "fiscal code", "tax code"},
	})
}

var itOdd = [36]int{
	1, 0, 5, 7, 9, 13, 15, 17, 19, 21, // 0-9
	1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23, // A-Z
}

const itOmocodia = "LMNPQRSTUV"

// itDigit reads a digit or the letter that stands for it.
func itDigit(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return strings.IndexByte(itOmocodia, c)
}

func itCodiceFiscale(v check.Value) bool {
	day := itDigit(v.At(9))*10 + itDigit(v.At(10))
	for _, i := range [...]int{6, 7, 9, 10, 12, 13, 14} {
		if itDigit(v.At(i)) < 0 {
			return false
		}
	}
	if day > 40 {
		day -= 40
	}
	if strings.IndexByte("ABCDEHLMPRST", v.At(8)) < 0 || day < 1 || day > 31 {
		return false
	}
	sum := 0
	for i := range 15 {
		x := v.D(i)
		if x > 9 {
			x = int(v.At(i)-'A') + 10
		}
		switch {
		case i%2 == 0:
			sum += itOdd[x]
		case x > 9:
			sum += x - 10
		default:
			sum += x
		}
	}
	return int(v.At(15)-'A') == sum%26
}
