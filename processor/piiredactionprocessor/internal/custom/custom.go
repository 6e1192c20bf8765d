// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package custom runs the regular expressions of a user.
//
// Expressions are RE2, so their time is linear. A rule must have a filter that
// can be derived from its expression: a text or a class of bytes that every
// match contains. Values without it are not searched; where the length of a
// match has a bound, only the surroundings of the text are.
package custom

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/cue"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/denylist"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Rule is a recogniser of a user.
type Rule struct {
	// Type is the name of the entity: upper-case letters, digits and "_", or a
	// built-in type.
	Type entity.Type
	// Pattern is an RE2 expression.
	Pattern string
	// Group is the capture group that is personal; 0 is the whole match.
	Group int
	// Context are words of which one must stand within 80 bytes before or 26
	// bytes after a match, or in the key. None means that no context is needed.
	Context []string
	// Validator is the name of a check from Validators; "" is none.
	Validator string
	// Unfiltered allows a pattern for which no filter can be derived.
	Unfiltered bool
}

// Limits of the rules.
const (
	MaxPattern = 1000 // bytes
	MaxRules   = 128
	maxWindow  = 512 // longest bounded match that is searched for in windows
)

var validators = map[string]func(check.Value) bool{
	"":         nil,
	"luhn":     check.Luhn,
	"mod97_10": func(v check.Value) bool { return v.Len() > 2 && check.Mod(v, 97) == 1 },
	"mod11_10": check.Mod11x10,
	"verhoeff": check.Verhoeff,
	"ean13":    check.EAN13,
}

// Validators are the names of the checks. They look at the letters and digits
// of a match of at most 24.
func Validators() []string { return []string{"ean13", "luhn", "mod11_10", "mod97_10", "verhoeff"} }

// Match is a finding of a rule.
type Match struct {
	Start, End int
	Type       entity.Type
}

// Set is a compiled list of rules, safe for concurrent use.
type Set struct {
	rules    []rule
	literals *denylist.Matcher
	owners   []int // list of the matcher -> rule
	cues     *cue.Index
}

type rule struct {
	Rule
	re     *regexp.Regexp
	check  func(check.Value) bool
	filter filter
	window int // bytes beside a literal to search; 0 is the whole value
	group  int // of context words, -1 for none
}

// New compiles rules. The error names every rule that is wrong.
func New(list []Rule) (*Set, error) {
	if len(list) > MaxRules {
		return nil, fmt.Errorf("%d rules: at most %d", len(list), MaxRules)
	}
	s := &Set{}
	var errs []error
	var groups, literals [][]string
	for i, r := range list {
		compiled, err := compile(r)
		if err != nil {
			errs = append(errs, fmt.Errorf("rule %d (%s): %w", i, r.Type, err))
			continue
		}
		if len(r.Context) > 0 {
			compiled.group = len(groups)
			groups = append(groups, r.Context)
		}
		if compiled.filter.literals != nil {
			literals = append(literals, compiled.filter.literals)
			s.owners = append(s.owners, i)
		}
		s.rules = append(s.rules, compiled)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	var err error
	if s.cues, err = cue.Build(groups); err != nil {
		return nil, fmt.Errorf("context: %w", err)
	}
	if s.literals, err = denylist.New(literals); err != nil {
		return nil, fmt.Errorf("filter: %w", err)
	}
	return s, nil
}

func compile(r Rule) (rule, error) {
	c := rule{Rule: r, group: -1}
	if _, builtIn := entity.Lookup(r.Type); !builtIn {
		if _, err := entity.ParseCustom(string(r.Type)); err != nil {
			return c, err
		}
	}
	if len(r.Pattern) > MaxPattern {
		return c, fmt.Errorf("pattern has %d bytes: at most %d", len(r.Pattern), MaxPattern)
	}
	parsed, err := syntax.Parse(r.Pattern, syntax.Perl)
	if err != nil {
		return c, fmt.Errorf("pattern: %w", err)
	}
	if c.re, err = regexp.Compile(r.Pattern); err != nil {
		return c, fmt.Errorf("pattern: %w", err)
	}
	c.re.Longest()
	least, greatest := matchLength(parsed.Simplify())
	if least == 0 {
		return c, errors.New("pattern matches the empty text")
	}
	if r.Group < 0 || r.Group > c.re.NumSubexp() {
		return c, fmt.Errorf("group %d: the pattern has %d", r.Group, c.re.NumSubexp())
	}
	var ok bool
	if c.check, ok = validators[r.Validator]; !ok {
		return c, fmt.Errorf("validator %q: want one of %v", r.Validator, Validators())
	}
	if c.filter, err = prefilter(r.Pattern); err != nil {
		if !r.Unfiltered {
			return c, fmt.Errorf("pattern cannot be bounded: %w", err)
		}
		c.filter = filter{}
	}
	if c.filter.literals != nil && greatest > 0 && greatest <= maxWindow && !anchored(parsed) {
		c.window = greatest + 8
	}
	return c, nil
}

// Scratch is memory that Find uses again.
type Scratch struct {
	hits []denylist.Match
	cues []cue.Hit
}

// Find appends the findings of all rules.
func (s *Set) Find(dst []Match, text, key string, scratch *Scratch) []Match {
	scratch.hits = s.literals.FindAnywhere(scratch.hits[:0], text)
	for list, owner := range s.owners {
		r := &s.rules[owner]
		from, to := -1, -1
		for _, h := range scratch.hits {
			if h.List != list {
				continue
			}
			if r.window == 0 {
				from, to = 0, len(text)
				break
			}
			// Windows that touch are one, so that no match is seen twice or cut.
			if next := max(0, h.Start-r.window); from < 0 {
				from = next
			} else if next > to {
				dst = s.search(dst, r, text, key, from, to, scratch)
				from = next
			} else {
				from = min(from, next)
			}
			to = max(to, min(len(text), h.End+r.window))
		}
		if from >= 0 {
			dst = s.search(dst, r, text, key, from, to, scratch)
		}
	}
	for i := range s.rules {
		r := &s.rules[i]
		if r.filter.literals != nil || r.filter.class != nil && !hasClass(text, r.filter.class) {
			continue
		}
		dst = s.search(dst, r, text, key, 0, len(text), scratch)
	}
	return dst
}

func hasClass(text string, class *[256]bool) bool {
	for i := range len(text) {
		if class[text[i]] {
			return true
		}
	}
	return false
}

func (s *Set) search(dst []Match, r *rule, text, key string, from, to int, scratch *Scratch) []Match {
	for from < to {
		m := r.re.FindStringSubmatchIndex(text[from:to])
		if m == nil {
			return dst
		}
		start, end := m[2*r.Group], m[2*r.Group+1]
		if start >= 0 && end > start && s.holds(r, text, key, from+start, from+end, scratch) {
			dst = append(dst, Match{from + start, from + end, r.Type})
		}
		from += m[1]
	}
	return dst
}

func (s *Set) holds(r *rule, text, key string, start, end int, scratch *Scratch) bool {
	if r.check != nil {
		compact := 0
		for _, b := range []byte(text[start:end]) {
			if b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' {
				compact++
			}
		}
		if compact > check.Max || !r.check(check.Of(text[start:end])) {
			return false
		}
	}
	if r.group < 0 {
		return true
	}
	const before, after = 80, 26
	scratch.cues = s.cues.Find(scratch.cues[:0], text, max(0, start-before), start)
	scratch.cues = s.cues.Find(scratch.cues, text, end, min(len(text), end+after))
	scratch.cues = s.cues.Find(scratch.cues, key, 0, len(key))
	for i := range scratch.cues {
		if scratch.cues[i].Groups.Has(r.group) {
			return true
		}
	}
	return false
}
