// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
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

// notOne converts a choice count, which the conventions want only when it is
// not 1.
func notOne(v pcommon.Value) (rewrite.Out, bool) {
	n, ok := rewrite.IntOf(v)
	return rewrite.Int(n), ok && n > 1
}

// milliseconds converts a duration in milliseconds to seconds.
func milliseconds(v pcommon.Value) (rewrite.Out, bool) {
	o, ok := rewrite.Coerce(v, semconv.Double)
	return o.Scale(1e-3), ok
}

// Replace returns a conversion to typ that first replaces the values of a
// table.
func Replace(values map[string]string, typ semconv.Type) rewrite.Conv {
	return func(v pcommon.Value) (rewrite.Out, bool) {
		if v.Type() == pcommon.ValueTypeStr {
			if to, ok := values[v.Str()]; ok {
				return rewrite.Coerce(pcommon.NewValueStr(to), typ)
			}
		}
		return rewrite.Coerce(v, typ)
	}
}
