// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Finnish henkilötunnus: date of birth, sign of the century, serial number,
// check character of the number mod 31.
func init() {
	register(Rule{
		Type:    entity.FIHETU,
		Free:    []string{"dddddd-dddx", "dddddd+dddx", "ddddddadddx"},
		Check:   fiHETU,
		Checked: "date of birth, check character mod 31",
		Cues:    []string{"henkilötunnus", "hetu", "henkilötunnukseni", "personbeteckning", "personal identity code", "sotu"},
	})
}

func fiHETU(v check.Value) bool {
	serial := v.Slice(6, 10)
	if v.Len() == 11 {
		if strings.IndexByte("ABCDEFYXWVU", v.At(6)) < 0 {
			return false
		}
		serial = v.Slice(7, 11)
	}
	n := v.Num(0, 6)*1000 + serial.Num(0, 3)
	return ddmmyy(v) && serial.Num(0, 3) >= 2 && serial.At(3) == "0123456789ABCDEFHJKLMNPRSTUVWXY"[n%31]
}
