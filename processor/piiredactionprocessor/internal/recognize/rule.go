// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package recognize finds personal data and secrets: one recogniser per file.
//
// Most recognisers are a [Rule]: shapes, a check-digit function and context
// words. All rules share one automaton, so a further rule costs no further pass
// over the text. What has no fixed shape (e-mail addresses, phone numbers,
// secrets) is a function called at its trigger byte.
package recognize

import (
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Rule describes a number of fixed shape.
//
// In a shape "d" is a digit, "a" an ASCII letter, "x" either of them; a space
// (also a no-break one), "-", "." and "/" stand for themselves.
type Rule struct {
	Type entity.Type
	// Free shapes need no context.
	Free []string
	// Whole shapes need one of the context words near them, unless they are all
	// that a text holds.
	Whole []string
	// Cued shapes always need one of the context words.
	Cued []string
	// Upper says that lower-case letters need a context word in any case.
	Upper bool
	// Check judges the compact value. Without one the shape decides.
	Check func(check.Value) bool
	// Checked tells the table of entities what Check does.
	Checked string
	// Cues are the context words, in the notation of package cue.
	Cues []string
	// Weak rules lose against others on the same bytes.
	Weak bool
}

var rules []Rule

// withCountry also takes the shapes with one of the codes of the country in
// front, as in VAT numbers: "PT 501 964 843".
func withCountry(r Rule, codes ...string) Rule {
	bare := r.Check
	r.Check = func(v check.Value) bool {
		for _, code := range codes {
			if v.At(0) == code[0] && v.At(1) == code[1] {
				return bare(v.Slice(len(code), v.Len()))
			}
		}
		if isAlpha(v.At(0)) && isAlpha(v.At(1)) {
			return false
		}
		return bare(v)
	}
	prefixed := func(shapes []string) (more []string) {
		for _, s := range shapes {
			more = append(more, "aa"+s, "aa "+s, "aa-"+s)
		}
		return more
	}
	more := prefixed(r.Free)
	more = append(more, prefixed(r.Whole)...)
	r.Whole = append(append([]string(nil), r.Whole...), more...)
	r.Cued = append(append([]string(nil), r.Cued...), prefixed(r.Cued)...)
	return r
}

// register is called by init in the file of each rule.
func register(r Rule) { rules = append(rules, r) }

// Rules returns all rules of fixed shape, in the order of their files.
func Rules() []Rule { return append([]Rule(nil), rules...) }
