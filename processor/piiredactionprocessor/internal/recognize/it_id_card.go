// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Italian carta d'identità: AA1234567 and 1234567AA on paper, CA12345AA
// electronic. No check digit.
func init() {
	register(Rule{
		Type:    entity.ITIDCard,
		Whole:   []string{"aadddddaa", "aaddddddd", "aa ddddddd", "dddddddaa"},
		Check:   func(v check.Value) bool { return !v.Lower },
		Checked: "shape",
		Cues:    words(identityWords, []string{"carta d identità elettronica", "carta identità", "documento"}),
	})
}
