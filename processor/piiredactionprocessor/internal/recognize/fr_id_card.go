// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// French carte nationale d'identité until 2021: year, month, département,
// serial number.
func init() {
	register(Rule{
		Type:    entity.FRIDCard,
		Cued:    []string{"dddddddddddd"},
		Check:   func(v check.Value) bool { m := v.Num(2, 4); return m >= 1 && m <= 12 },
		Checked: "month",
		Cues:    []string{"carte d identité", "carte nationale d identité", "carte d’identité", "carte nationale d’identité", "cni", "pièce d identité", "pièce d’identité"},
	})
}
