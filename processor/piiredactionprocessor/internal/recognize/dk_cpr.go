// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Danish CPR number: date of birth and four digits. The check digit was given up
// in 2007, so only the date is checked.
var _ = register(Rule{
	Type:    entity.DKCPR,
	Free:    []string{"dddddd-dddd"},
	Cued:    []string{"dddddddddd", "dddddd dddd"},
	Check:   func(v check.Value) bool { return ddmmyy(v, 0) },
	Checked: "date of birth",
	Cues:    []string{"cpr", "cpr nummer", "cprnr", "cpr nr", "personnummer", "cpr number"},
	Weak:    true,
})
