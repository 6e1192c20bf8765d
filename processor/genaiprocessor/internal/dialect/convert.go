// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strings"

	"github.com/tidwall/gjson"
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

// finishReason converts a finish reason, or several in one string, to a list.
// Reasons keep the provider's spelling, but for the case and for what Python puts
// before the name of an enumeration's value.
func finishReason(v pcommon.Value) (rewrite.Out, bool) {
	if v.Type() == pcommon.ValueTypeStr && isWord(v.Str()) { // one, as nearly always
		return rewrite.One(bareReason(v.Str())), !rewrite.Unset(v.Str())
	}
	o, ok := rewrite.Coerce(v, semconv.Strings)
	if !ok {
		return o, false
	}
	list := o.Strings()
	if len(list) == 1 {
		list = strings.Split(list[0], ",")
	}
	reasons := make([]string, 0, len(list))
	for _, s := range list {
		if s = strings.TrimSpace(s); !rewrite.Unset(s) {
			reasons = append(reasons, bareReason(s))
		}
	}
	return rewrite.Many(reasons), len(reasons) > 0
}

// isWord tells a word from a list, or several words.
func isWord(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '[', ',', ' ', '\t', '\r', '\n':
			return false
		}
	}
	return true
}

func bareReason(s string) string { return strings.ToLower(strings.TrimPrefix(s, "FinishReason.")) }

// unquote returns the text of a JSON string; what is none stays as it is.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || !gjson.Valid(s) {
		return s
	}
	return gjson.Parse(s).String()
}

// unquoted converts a JSON string to its text, and folds that.
func unquoted(folding func(string) string) rewrite.Conv {
	return func(v pcommon.Value) (rewrite.Out, bool) {
		if v.Type() != pcommon.ValueTypeStr {
			return rewrite.Out{}, false
		}
		s := unquote(v.Str())
		if folding != nil {
			s = folding(s)
		}
		return rewrite.Str(s), !rewrite.Unset(s)
	}
}
