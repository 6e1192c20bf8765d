// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Romanian cod numeric personal: sex and century, date of birth, county, serial
// number, weights 2 7 9 1 4 6 3 5 8 2 7 9 mod 11.
func init() {
	register(Rule{
		Type:  entity.ROCNP,
		Whole: []string{"ddddddddddddd", "d dd dd dd dd ddd d"},
		Check: func(v check.Value) bool {
			county := v.Num(7, 9)
			sum := check.Weighted(v, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
			return v.D(0) > 0 && yymmdd(v, 1) && county > 0 && (county <= 52 || county == 70 || county >= 80 && county <= 83) && sum%10+sum/10 == v.D(12)
		},
		Checked: "date of birth, county, weights mod 11",
		Cues:    []string{"cnp", "cod numeric personal", "codul numeric personal"},
	})
}
