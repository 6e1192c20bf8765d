// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Indian GSTIN: state, PAN of the holder, entity, Z, check character mod 36.
func init() {
	register(Rule{
		Type:    entity.INGSTIN,
		Free:    []string{"ddaaaaaddddaxax"},
		Check:   inGSTIN,
		Checked: "state, Z, check character mod 36",
		Cues:    []string{"gstin", "gst"},
	})
}

func inGSTIN(v check.Value) bool {
	if state := v.Num(0, 2); state < 1 || state > 38 && state < 96 || v.At(13) != 'Z' || strings.IndexByte("ABCFGHJKLPT", v.At(5)) < 0 {
		return false
	}
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := 0
	for i := range 14 {
		x := v.D(i)
		if x > 9 {
			x = int(v.At(i)-'A') + 10
		}
		x *= 1 + i%2
		sum += x/36 + x%36
	}
	return v.At(14) == alphabet[(36-sum%36)%36]
}
