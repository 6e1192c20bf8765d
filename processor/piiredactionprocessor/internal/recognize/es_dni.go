// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

var esWords = []string{"dni", "nif", "nie", "documento nacional de identidad", "documento de identidad", "documento", "número de identificación", "extranjero", "identificación"}

const esLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

// Spanish documento nacional de identidad: eight digits and the letter of the
// number mod 23.
func init() {
	register(withCountry(Rule{
		Type:    entity.ESDNI,
		Free:    []string{"dddddddda", "dddddddd-a", "dddddddd a", "dd.ddd.ddd-a", "dd.ddd.ddda", "dd.ddd.ddd a", "dd ddd ddd a"},
		Whole:   []string{"ddddddda", "ddddddd-a"},
		Upper:   true,
		Check:   esDNI,
		Checked: "letter of the number mod 23",
		Cues:    esWords,
	}, "ES"))
}

func esDNI(v check.Value) bool {
	n := v.Len() - 1
	number := v.Num(0, n)
	return number > 0 && v.At(n) == esLetters[number%23]
}
