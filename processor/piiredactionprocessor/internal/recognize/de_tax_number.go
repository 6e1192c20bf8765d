// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// German Steuernummer. It stands on every invoice of a firm and has a check
// digit that depends on the Land, so it is off by default.
func init() {
	register(Rule{
		Type:    entity.DETaxNumber,
		Cued:    []string{"dd/ddd/ddddd", "ddd/ddd/ddddd", "ddd/dddd/dddd", "dddddddddd", "ddddddddddd", "ddddddddddddd", "dd ddd ddddd", "ddd ddd ddddd"},
		Check:   func(v check.Value) bool { return !v.Same() },
		Checked: "shape",
		Cues:    []string{"steuernummer", "steuernr", "steuer nr", "st nr", "tax number"},
	})
}
