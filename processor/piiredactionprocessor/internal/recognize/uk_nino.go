// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// National Insurance number: two letters, six digits, A to D. Prefixes that are
// not given out are refused.
func init() {
	register(Rule{
		Type:    entity.UKNINO,
		Free:    []string{"aadddddda", "aa dd dd dd a", "aa dddddd a", "aa-dd-dd-dd-a", "aadd dd dd a", "aa-dddddd-a", "aa dd dd dda"},
		Cued:    []string{"aadddddd"},
		Upper:   true,
		Check:   ukNINO,
		Checked: "prefix and suffix letters",
		Cues:    []string{"national insurance", "national insurance number", "ni number", "nino", "ni no", "ni"},
	})
}

// With its name beside it a number is taken whatever its prefix.
func init() {
	register(Rule{
		Type:    entity.UKNINO,
		Cued:    []string{"aadddddda", "aa dd dd dd a", "aa dddddd a"},
		Check:   func(v check.Value) bool { return !v.Lower },
		Checked: "upper case",
		Cues:    []string{"national insurance", "national insurance number", "ni number", "nino", "ni no"},
	})
}

func ukNINO(v check.Value) bool {
	a, b := v.At(0), v.At(1)
	if strings.IndexByte("DFIQUV", a) >= 0 || strings.IndexByte("DFIOQUV", b) >= 0 {
		return false
	}
	switch string([]byte{a, b}) {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return false
	}
	return v.Len() == 8 || v.At(8) >= 'A' && v.At(8) <= 'D'
}
