// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Estonian isikukood: sex and century, date of birth, serial number, two rounds
// of weights mod 11.
func init() {
	register(Rule{
		Type:    entity.EEIsikukood,
		Whole:   []string{"ddddddddddd"},
		Check:   balticCheck,
		Checked: "date of birth, two rounds of weights mod 11",
		Cues:    []string{"isikukood", "isikukoodi", "personal code", "ik"},
	})
}

// balticCheck is the check digit of Estonia and Lithuania: two rounds of weights mod 11.
func balticCheck(v check.Value) bool {
	c := check.Weighted(v, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11
	if c == 10 {
		c = check.Weighted(v, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10
	}
	return v.D(0) > 0 && v.D(0) <= 8 && yymmdd(v, 1) && c == v.D(10)
}
