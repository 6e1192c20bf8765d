// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/rewrite"
)

// rules returns the rules that write the identity from the attributes of a
// record. The sources say more than the identity and are kept.
func (c *IdentityConfig) rules(conv func(from string) rewrite.Conv) []rewrite.Rule {
	if c.Attribute == "" {
		return nil
	}
	rules := make([]rewrite.Rule, 0, len(c.From))
	for _, from := range c.From {
		rules = append(rules, rewrite.Rule{From: from, To: c.Attribute, Conv: conv(from), Keep: true})
	}
	return rules
}

// resource writes the identity from the attributes of a resource, where it
// serves all that the resource has.
func (c *IdentityConfig) resource(attrs pcommon.Map) {
	if c.Attribute == "" {
		return
	}
	if _, ok := attrs.Get(c.Attribute); ok {
		return
	}
	for _, from := range c.From {
		if v, ok := attrs.Get(from); ok && v.AsString() != "" {
			attrs.PutStr(c.Attribute, v.AsString())
			return
		}
	}
}

func text(string) rewrite.Conv {
	return func(v pcommon.Value) (rewrite.Out, bool) { return rewrite.Coerce(v, semconv.String) }
}

// requestID returns the conversion of a source of the request id. An id of a
// response says something about the request only where the engine made it of the
// request's: vLLM does.
func requestID(from string) rewrite.Conv {
	response := from == semconv.ResponseID
	return func(v pcommon.Value) (rewrite.Out, bool) {
		bare, engine := stripEngineID(firstText(v), !response)
		if response && !engine {
			return rewrite.Out{}, false
		}
		return rewrite.Str(bare), bare != ""
	}
}

// firstText returns a string, or the first one of a list: headers are lists.
func firstText(v pcommon.Value) string {
	if v.Type() == pcommon.ValueTypeSlice && v.Slice().Len() > 0 {
		v = v.Slice().At(0)
	}
	if v.Type() != pcommon.ValueTypeStr {
		return ""
	}
	return v.Str()
}

// engineIDs are what vLLM puts before a request id, by API, and what stands
// between it and the number of the prompt behind it.
var engineIDs = []struct{ prefix, separator string }{{"chatcmpl-", ""}, {"cmpl-", "-"}, {"resp_", "_"}, {"embd-", "-"}}

// stripEngineID undoes what vLLM makes of a request id. The numbers of choices
// and prompts stand only in what the engine says itself: in a client's id a
// number at the end is part of it.
func stripEngineID(id string, numbered bool) (bare string, engine bool) {
	if number, rest, ok := strings.Cut(id, "_"); numbered && ok && isDigits(number) && strings.Contains(rest, "cmpl-") {
		id = rest
	}
	for _, e := range engineIDs {
		rest, ok := strings.CutPrefix(id, e.prefix)
		if !ok {
			continue
		}
		if numbered && e.separator != "" {
			if i := strings.LastIndex(rest, e.separator); i > 0 && len(rest)-i <= maxPromptDigits+1 && isDigits(rest[i+1:]) {
				rest = rest[:i]
			}
		}
		return rest, true
	}
	return id, false
}

// maxPromptDigits bounds the number of a prompt: a longer one is part of the id.
const maxPromptDigits = 3

func isDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
