// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package scan runs the recognisers over a text and settles which of the
// candidates stand.
package scan

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/custom"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/denylist"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/phone"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/recognize"
)

// Finding is a stretch of a text that must not leave.
type Finding struct {
	// Start and End are byte offsets into the text, End exclusive.
	Start, End int
	Type       entity.Type
}

// Options choose what a Scanner looks for. The zero value looks for all types
// that are on by default.
type Options struct {
	// Types are the built-in types to look for; nil is all default types.
	Types []entity.Type
	// PhoneRegions are ISO 3166 codes of the countries whose national notation
	// of phone numbers is understood; nil is phone.DefaultRegions.
	PhoneRegions []string
	// PrivateIPs also takes private, loopback and link-local addresses.
	PrivateIPs bool
	// DenyLists are terms that are findings wherever they stand as words.
	DenyLists []DenyList
	// Custom are the recognisers of the user.
	Custom []custom.Rule
}

// DenyList is a list of terms: customers, staff, projects.
type DenyList struct {
	// Type is the type of the findings: built in (DENY_LIST, PERSON, ADDRESS)
	// or of the user.
	Type  entity.Type
	Terms []string
}

// Scanner finds personal data and secrets. It is immutable and safe for
// concurrent use.
type Scanner struct {
	set       *recognize.Set
	deny      *denylist.Matcher
	denyTypes []entity.Type
	custom    *custom.Set
	states    sync.Pool
}

// state is the memory of one scan.
type state struct {
	cursor  recognize.Cursor
	denied  []denylist.Match
	matches []custom.Match
	scratch custom.Scratch
}

// New makes a scanner. The error names every option that is wrong.
func New(o Options) (*Scanner, error) {
	var errs []error
	enabled := map[entity.Type]bool{}
	if o.Types == nil {
		for _, i := range entity.All() {
			enabled[i.Type] = i.Default
		}
	}
	for _, t := range o.Types {
		if _, err := entity.Parse(string(t)); err != nil {
			errs = append(errs, fmt.Errorf("types: %w", err))
		}
		enabled[t] = true
	}
	regions := o.PhoneRegions
	if regions == nil {
		regions = phone.DefaultRegions
	}
	set, err := recognize.New(recognize.Config{Enabled: enabled, PhoneRegions: regions, PrivateIPs: o.PrivateIPs})
	if err != nil {
		errs = append(errs, err)
	}
	s := &Scanner{set: set}
	if len(o.DenyLists) > 0 {
		if err := s.addDenyLists(o.DenyLists); err != nil {
			errs = append(errs, fmt.Errorf("deny_lists: %w", err))
		}
	}
	if len(o.Custom) > 0 {
		if s.custom, err = custom.New(o.Custom); err != nil {
			errs = append(errs, fmt.Errorf("custom: %w", err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	s.states.New = func() any { return new(state) }
	return s, nil
}

func (s *Scanner) addDenyLists(lists []DenyList) error {
	terms := make([][]string, len(lists))
	for i, l := range lists {
		if _, ok := entity.Lookup(l.Type); !ok {
			if _, err := entity.ParseCustom(string(l.Type)); err != nil {
				return fmt.Errorf("list %d: %w", i, err)
			}
		}
		s.denyTypes = append(s.denyTypes, l.Type)
		terms[i] = l.Terms
	}
	var err error
	s.deny, err = denylist.New(terms)
	return err
}

// Input is a text to scan.
type Input struct {
	Text string
	// Key is the name of the attribute or the JSON key that holds the text. It
	// counts as context.
	Key string
	// Escaped says that the text is a piece of JSON that could not be parsed:
	// \n, \t, \" and \uXXXX are borders.
	Escaped bool
}

// Scan appends the findings, sorted and without overlap. Its time grows
// linearly with the length of the text.
func (s *Scanner) Scan(dst []Finding, in Input) []Finding {
	if s.deny == nil && s.custom == nil && !s.set.Possible(in.Text, in.Key) {
		return dst
	}
	st := s.states.Get().(*state)
	c := &st.cursor
	c.Reset(s.set, in.Text, in.Key, in.Escaped)
	s.set.Run(c)
	if s.deny != nil {
		st.denied = s.deny.Find(st.denied[:0], in.Text)
		for _, m := range st.denied {
			c.Add(s.denyTypes[m.List], m.Start, m.End)
		}
	}
	if s.custom != nil {
		st.matches = s.custom.Find(st.matches[:0], in.Text, in.Key, &st.scratch)
		for _, m := range st.matches {
			c.Add(m.Type, m.Start, m.End)
		}
	}
	dst = settle(dst, c.Found, in.Text)
	c.Reset(nil, "", "", false)
	s.states.Put(st)
	return dst
}

// settle lets the higher rank, then the longer candidate win among those that
// overlap.
func settle(dst []Finding, found []recognize.Candidate, text string) []Finding {
	if len(found) == 0 {
		return dst
	}
	slices.SortFunc(found, func(a, b recognize.Candidate) int {
		if a.Rank != b.Rank {
			return b.Rank - a.Rank
		}
		if la, lb := a.End-a.Start, b.End-b.Start; la != lb {
			return lb - la
		}
		return a.Start - b.Start
	})
	base := len(dst)
	for _, f := range found {
		start, end := f.Start, f.End
		if start < 0 || end > len(text) || start >= end {
			continue
		}
		for start > 0 && !utf8.RuneStart(text[start]) {
			start--
		}
		for end < len(text) && !utf8.RuneStart(text[end]) {
			end++
		}
		i, _ := slices.BinarySearchFunc(dst[base:], start, func(f Finding, start int) int { return f.Start - start })
		i += base
		if i > base && dst[i-1].End > start || i < len(dst) && dst[i].Start < end {
			continue
		}
		dst = slices.Insert(dst, i, Finding{start, end, f.Type})
	}
	return dst
}
