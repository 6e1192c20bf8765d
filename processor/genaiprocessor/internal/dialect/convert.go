// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// onlyTrue converts a flag that the conventions want only when it is set.
func onlyTrue(v pcommon.Value) (rewrite.Out, bool) {
	switch v.Type() {
	case pcommon.ValueTypeBool:
		return rewrite.Bool(true), v.Bool()
	case pcommon.ValueTypeStr:
		return rewrite.Bool(true), strings.EqualFold(v.Str(), "true")
	default:
		return rewrite.Out{}, false
	}
}
