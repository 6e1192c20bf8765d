// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Mexican CURP: letters of the name, date of birth, sex, state, consonants,
// check digit.
func init() {
	register(Rule{
		Type:    entity.MXCURP,
		Free:    []string{"aaaaddddddaaaaaaxd"},
		Check:   func(v check.Value) bool { return yymmdd(v, 4) && strings.IndexByte("HMX", v.At(10)) >= 0 },
		Checked: "date of birth, sex",
		Cues:    []string{"curp", "clave única"},
	})
}
