// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Indian EPIC voter number: three letters, seven digits.
func init() {
	register(Rule{
		Type:    entity.INVoter,
		Whole:   []string{"aaaddddddd"},
		Check:   func(v check.Value) bool { return !v.Lower },
		Checked: "shape",
		Cues:    []string{"voter", "voter id", "epic", "election", "elector", "voters", "electors photo identity card"},
	})
}
