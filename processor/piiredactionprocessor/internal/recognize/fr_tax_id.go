// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// French numéro fiscal de référence (SPI): ten digits and their remainder mod
// 511.
func init() {
	register(Rule{
		Type:    entity.FRTaxID,
		Free:    []string{"dd dd ddd ddd ddd"},
		Whole:   []string{"ddddddddddddd", "d ddd ddd ddd ddd"},
		Check:   func(v check.Value) bool { return v.D(0) <= 3 && v.Num(0, 10)%511 == v.Num(10, 13) && !v.Same() },
		Checked: "first ten digits mod 511",
		Cues:    words(taxWords, []string{"spi", "numéro fiscal de référence", "impôts", "avis d imposition"}),
	})
}
