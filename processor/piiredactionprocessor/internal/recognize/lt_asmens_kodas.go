// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Lithuanian asmens kodas: as the Estonian isikukood.
func init() {
	register(Rule{
		Type:    entity.LTAsmensKodas,
		Whole:   []string{"ddddddddddd"},
		Check:   balticCheck,
		Checked: "date of birth, two rounds of weights mod 11",
		Cues:    []string{"asmens kodas", "asmens kodą", "asmens kodo", "personal code", "ak"},
	})
}
