// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// French numéro d'inscription au répertoire (INSEE): sex, year, month,
// département (2A and 2B for Corsica), commune, order; key 97 - n mod 97.
func init() {
	register(Rule{
		Type: entity.FRNIR,
		Free: []string{
			"ddddddddddddddd", "d dd dd dd ddd ddd dd", "d dd dd dx ddd ddd dd", "ddddddaddddddd d", "ddddddadddddddd", "ddddddxdddddd dd", "ddddddddddddd dd",
			"d-dd-dd-dx-ddd-ddd-dd", "d dd dd dx ddd ddd-dd", "d.dd.dd.dx.ddd.ddd.dd", "ddd dd dx ddd ddd dd", "d dd dd dx dddddd dd", "d ddddddxdddddd dd",
		},
		Check:   frNIR,
		Checked: "month, département, 97 - n mod 97",
		Cues:    words(socialWords, []string{"nir", "numéro de sécu", "carte vitale", "insee", "immatriculation"}),
	})
}

func frNIR(v check.Value) bool {
	if v.Len() != 15 {
		return false
	}
	if s := v.D(0); s != 1 && s != 2 && s != 7 && s != 8 {
		return false
	}
	if m := v.Num(3, 5); m < 1 || m > 12 && m < 20 || m > 42 && m < 50 {
		return false
	}
	n, minus := 0, 0
	for i := range 13 {
		d := v.D(i)
		if i == 6 && d > 9 {
			if v.D(5) != 2 {
				return false
			}
			switch v.At(6) {
			case 'A':
				d, minus = 0, 1000000
			case 'B':
				d, minus = 0, 2000000
			default:
				return false
			}
		}
		if d > 9 {
			return false
		}
		n = n*10 + d
	}
	return 97-(n-minus)%97 == v.Num(13, 15)
}
