// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Italian patente di guida: two letters, seven digits, a letter; or U1 and
// seven characters and a letter.
func init() {
	register(Rule{
		Type:  entity.ITDriverLicence,
		Whole: []string{"aaddddddda", "adxxxxxxxa", "adxxxxxxa"},
		Check: func(v check.Value) bool {
			if v.Lower {
				return false
			}
			return v.D(1) > 9 || v.At(0) == 'U' && v.At(1) == '1'
		},
		Checked: "shape",
		Cues:    words(licenceWords, []string{"patente", "patente di guida"}),
	})
}
