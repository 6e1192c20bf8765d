// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German Identifikationsnummer, section 139b AO: ISO/IEC 7064 MOD 11,10; of the
// first ten digits exactly one occurs twice or three times.
func init() {
	register(Rule{
		Type:    entity.DETaxID,
		Free:    []string{"dd ddd ddd ddd", "dd/ddd/ddd/ddd", "dd-ddd-ddd-ddd"},
		Whole:   []string{"ddddddddddd"},
		Check:   deTaxID,
		Checked: "ISO 7064 MOD 11,10 and the rule on repeated digits",
		Cues:    words(taxWords, []string{"idnr", "id nr", "steuer identifikationsnummer", "steuerliche identifikationsnummer", "tin", "persönliche identifikationsnummer", "identifikationsnummer"}),
	})
}

func deTaxID(v check.Value) bool {
	if v.D(0) == 0 || !check.Mod11x10(v) {
		return false
	}
	var count [10]int
	for i := range 10 {
		count[v.D(i)]++
	}
	repeated := 0
	for _, n := range count {
		if n > 3 {
			return false
		}
		if n > 1 {
			repeated++
		}
	}
	return repeated == 1
}
