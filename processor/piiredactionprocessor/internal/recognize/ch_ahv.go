// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Swiss AHV number: 756 and the check digit of EAN-13.
func init() {
	register(Rule{
		Type:    entity.CHAHV,
		Free:    []string{"ddd.dddd.dddd.dd", "ddddddddddddd", "ddd dddd dddd dd", "ddd-dddd-dddd-dd"},
		Check:   func(v check.Value) bool { return v.Num(0, 3) == 756 && check.EAN13(v) },
		Checked: "prefix 756, EAN-13",
		Cues:    []string{"ahv", "ahv nummer", "ahv nr", "avs", "avs nummer", "numéro avs", "numero avs", "sozialversicherungsnummer", "oasi", "ean"},
	})
}
