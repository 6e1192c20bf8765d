// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/cue"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/phone"
)

// Config chooses what a set looks for.
type Config struct {
	Enabled map[entity.Type]bool
	// PhoneRegions are the countries whose national notation is understood.
	PhoneRegions []string
	// PrivateIPs also takes loopback, link-local, private and documentation
	// networks for addresses of people.
	PrivateIPs bool
}

// Groups of context words that are not those of one rule.
const (
	groupAgainst = iota
	groupBirth
	groupBornAfter
	groupPhone
	groupVersion
	groupSecret
	groupPassword
	groupMAC
	groupIP
	groupTitle
	groupIntro
	groupTwoWordIntro
	groupGreeting
	groupStreetEnding
	groupStreetKind
	groupStreetNoun
	groupRules // first group of the rules
)

// Set is the compiled form of all enabled recognisers. It is immutable and
// safe for concurrent use.
type Set struct {
	enabled map[entity.Type]bool
	config  Config
	rules   []Rule
	shapes  *shapes
	cues    *cue.Index
	phones  *phone.Validator
	against int

	onDigit  []func(c *Cursor, start, end int)
	onColon  []func(c *Cursor, i int)
	onEquals []func(c *Cursor, i int)
	onAt     bool
	onDate   bool
	onWords  bool // names and addresses need no trigger
	onLong   []func(c *Cursor, start, end int)
	onText   []func(c *Cursor)
}

// New compiles a set.
func New(cfg Config) (*Set, error) {
	s := &Set{enabled: cfg.Enabled, config: cfg, against: groupAgainst}
	groups := make([][]string, groupRules)
	groups[groupAgainst] = againstWords
	groups[groupBirth] = birthWords
	groups[groupBornAfter] = bornAfterWords
	groups[groupPhone] = phoneWords
	groups[groupVersion] = versionWords
	groups[groupSecret] = words(passwordWords, secretWords)
	groups[groupPassword] = passwordWords
	groups[groupMAC], groups[groupIP] = macWords, ipWords
	if cfg.Enabled[entity.PersonName] {
		groups[groupTitle], groups[groupIntro] = titleWords, introWords
		groups[groupTwoWordIntro], groups[groupGreeting] = twoWordIntros, greetingWords
	}
	if cfg.Enabled[entity.Address] {
		groups[groupStreetEnding], groups[groupStreetKind], groups[groupStreetNoun] = streetEndings, streetKinds, streetNouns
	}
	for _, r := range rules {
		if cfg.Enabled[r.Type] {
			s.rules = append(s.rules, r)
		}
	}
	ruleCues := make([][]string, len(s.rules))
	for i := range s.rules {
		ruleCues[i] = s.rules[i].Cues
	}
	var err error
	if s.cues, err = cue.Build(slices.Concat(groups, ruleCues)); err != nil {
		return nil, err
	}
	if s.shapes, err = compileShapes(s.rules); err != nil {
		return nil, err
	}
	if cfg.Enabled[entity.Phone] {
		if s.phones, err = phone.New(cfg.PhoneRegions); err != nil {
			return nil, fmt.Errorf("phone_regions: %w", err)
		}
	}
	s.triggers()
	return s, nil
}

func (s *Set) triggers() {
	on := func(types ...entity.Type) bool {
		for _, t := range types {
			if s.enabled[t] {
				return true
			}
		}
		return false
	}
	if len(s.rules) > 0 {
		s.onDigit = append(s.onDigit, findShapes)
	}
	for _, f := range finders {
		if !on(f.types...) {
			continue
		}
		if f.digit != nil {
			s.onDigit = append(s.onDigit, f.digit)
		}
		if f.colon != nil {
			s.onColon = append(s.onColon, f.colon)
		}
		if f.equals != nil {
			s.onEquals = append(s.onEquals, f.equals)
		}
		if f.long != nil {
			s.onLong = append(s.onLong, f.long)
		}
		if f.text != nil {
			s.onText = append(s.onText, f.text)
		}
	}
	s.onAt, s.onDate = on(entity.Email), on(entity.DateOfBirth)
	s.onWords = on(entity.PersonName, entity.Address)
}

// finder is a recogniser without a fixed shape. The functions are called at
// the triggers they are given for; each may look at a bounded stretch around
// its trigger only.
type finder struct {
	types  []entity.Type
	digit  func(c *Cursor, start, end int) // a run of letters and digits with a digit
	colon  func(c *Cursor, i int)          // ":"
	equals func(c *Cursor, i int)          // "="
	long   func(c *Cursor, start, end int) // a run of letters, digits, "_" and "-" of at least longRun bytes
	text   func(c *Cursor)                 // once a text
	about  [3]string                       // shape, validator and context for the table of entities
}

var finders []finder

// registerFinder is called by init in the file of each finder.
func registerFinder(f finder) { finders = append(finders, f) }

// longRun is the length from which a run of letters, digits, "_" and "-" can be a key.
const longRun = 20

// Triggers of the byte-class pass.
const (
	trigNone = iota
	trigDigit
	trigAt
	trigColon
	trigEquals
)

var trigger = func() (t [256]uint8) {
	for c := '0'; c <= '9'; c++ {
		t[c] = trigDigit
	}
	t['@'], t[':'], t['='] = trigAt, trigColon, trigEquals
	return t
}()

// Possible reports whether anything at all can be found in the text of a key.
func (s *Set) Possible(text, key string) bool {
	if s.onWords || key != "" && len(text) >= minSecret && strings.IndexByte(text, ' ') < 0 {
		return true
	}
	return len(text) >= longRun || nextTrigger(text, 0) < len(text)
}

// Run fills c.Found.
func (s *Set) Run(c *Cursor) {
	s.longRuns(c)
	for _, f := range s.onText {
		f(c)
	}
	slices.SortFunc(c.skips, func(a, b span) int { return a.from - b.from })
	text := c.Text
	skip, skipIndex := len(text), 0
	if len(c.skips) > 0 {
		skip = c.skips[0].from
	}
	for i := nextTrigger(text, 0); i < len(text); i = nextTrigger(text, i+1) {
		t := trigger[text[i]]
		for i >= skip {
			if to := c.skips[skipIndex].to; i < to {
				i = to - 1
				t = trigNone
			}
			if skipIndex++; skipIndex < len(c.skips) {
				skip = c.skips[skipIndex].from
			} else {
				skip = len(text)
			}
		}
		switch t {
		case trigDigit:
			if end, ok := plainNumber(text, i); ok {
				if s.onDate && end-i <= 2 {
					findDateOfBirth(c, i, end)
				}
				c.floor = end
				i = end - 1
				continue
			}
			start, end := c.word(i)
			if start > i {
				// The digits belong to an escape.
				if start < end && !hasDigit(text[start:end]) {
					s.percentAt(c, i)
					i = end - 1
					continue
				}
			}
			if start >= c.solidEnd {
				for _, f := range s.onDigit {
					f(c, start, end)
				}
			}
			s.percentAt(c, i)
			c.floor = end
			i = end - 1
		case trigAt:
			if s.onAt {
				findEmail(c, i, i+1)
			}
		case trigColon:
			for _, f := range s.onColon {
				f(c, i)
			}
		case trigEquals:
			for _, f := range s.onEquals {
				f(c, i)
			}
		}
	}
}

// plainNumber reports whether the digits at i are a number of prose: at most
// four of them, a space in front, and behind them a word or the end of a
// clause. No shape, phone number or address has such a part; a date can.
func plainNumber(t string, i int) (end int, ok bool) {
	if i == 0 || t[i-1] != ' ' {
		return 0, false
	}
	end = i + 1
	for end < len(t) && isDigit(t[end]) {
		end++
	}
	if end-i > 4 || end+1 >= len(t) {
		return 0, false
	}
	switch next := t[end+1]; t[end] {
	case ' ':
		ok = next >= utf8.RuneSelf || isAlpha(next) && end+2 < len(t) && (isAlpha(t[end+2]) || t[end+2] >= utf8.RuneSelf)
	case ',', ';', ':', '.', '!', '?':
		ok = next == ' ' && (end+2 >= len(t) || !isDigit(t[end+2]))
	}
	return end, ok
}

// percentAt takes %40 for "@".
func (s *Set) percentAt(c *Cursor, i int) {
	if s.onAt && i > 0 && c.Text[i-1] == '%' && strings.HasPrefix(c.Text[i:], "40") {
		findEmail(c, i-1, i+2)
	}
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}
