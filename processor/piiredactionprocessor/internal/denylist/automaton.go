// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package denylist finds the terms of a list, such as names of customers or
// staff, in a text. The cost of a scan does not depend on the number of terms.
package denylist

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a list.
const (
	MinTerm  = 2       // bytes
	MaxTerm  = 256     // bytes
	MaxBytes = 8 << 20 // bytes of all terms together
)

// Match is a term found in a text.
type Match struct {
	Start, End int
	// List is the index of the list the term stands in.
	List int
}

// Matcher is an Aho-Corasick automaton with sorted edges. ASCII letters are
// folded in the text; for other letters the spellings in lower, upper and title
// case are all terms. It is immutable and safe for concurrent use.
type Matcher struct {
	root   [256]int32
	first  []int32 // state -> first edge; len(states)+1
	label  []byte
	target []int32
	fail   []int32
	ends   []int32 // state -> index into outputs+1, 0 for none
	up     []int32 // state -> next shorter state that ends a term, 0 for none
	output []term
}

type term struct {
	length, list int
}

// New compiles lists of terms.
func New(lists [][]string) (*Matcher, error) {
	b := builder{children: []map[byte]int32{{}}, ends: []int32{0}}
	size := 0
	for i, list := range lists {
		for n, t := range list {
			t = strings.Join(strings.Fields(t), " ")
			if len(t) < MinTerm || len(t) > MaxTerm || !utf8.ValidString(t) {
				return nil, fmt.Errorf("list %d, term %d: want %d to %d bytes of UTF-8", i, n, MinTerm, MaxTerm)
			}
			if size += len(t); size > MaxBytes {
				return nil, fmt.Errorf("list %d: all terms together exceed %d bytes", i, MaxBytes)
			}
			for _, s := range spellings(t) {
				b.add(s, term{len(s), i})
			}
		}
	}
	return b.compile(), nil
}

func spellings(t string) []string {
	all := []string{foldASCII(t)}
	for _, s := range []string{strings.ToLower(t), strings.ToUpper(t), title(t)} {
		// A change of length would shift the borders (ß, ı).
		if s = foldASCII(s); len(s) == len(t) && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

func title(t string) string {
	start := true
	return strings.Map(func(r rune) rune {
		defer func() { start = !unicode.IsLetter(r) }()
		if start {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, t)
}

func foldASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = fold(c)
	}
	return string(b)
}

func fold(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c | 0x20
	case c == '\t' || c == '\n' || c == '\r':
		return ' '
	default:
		return c
	}
}

type builder struct {
	children []map[byte]int32
	ends     []int32
	output   []term
}

func (b *builder) add(s string, t term) {
	state := int32(0)
	for i := range len(s) {
		next, ok := b.children[state][s[i]]
		if !ok {
			next = int32(len(b.children)) //nolint:gosec // G115: bounded by MaxBytes
			b.children = append(b.children, map[byte]int32{})
			b.ends = append(b.ends, 0)
			b.children[state][s[i]] = next
		}
		state = next
	}
	if b.ends[state] == 0 {
		b.output = append(b.output, t)
		b.ends[state] = int32(len(b.output)) //nolint:gosec // G115: bounded by MaxBytes
	}
}

func (b *builder) compile() *Matcher {
	n := len(b.children)
	m := &Matcher{first: make([]int32, n+1), fail: make([]int32, n), up: make([]int32, n), ends: b.ends, output: b.output}
	for s, edges := range b.children {
		m.first[s] = int32(len(m.label)) //nolint:gosec // G115: bounded by MaxBytes
		labels := make([]byte, 0, len(edges))
		for c := range edges {
			labels = append(labels, c)
		}
		slices.Sort(labels)
		for _, c := range labels {
			m.label = append(m.label, c)
			m.target = append(m.target, edges[c])
		}
	}
	m.first[n] = int32(len(m.label)) //nolint:gosec // G115: bounded by MaxBytes
	for c, s := range b.children[0] {
		m.root[c] = s
	}
	queue := make([]int32, 0, n)
	for _, s := range b.children[0] {
		queue = append(queue, s)
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		for e := m.first[s]; e < m.first[s+1]; e++ {
			child := m.target[e]
			f := m.step(m.fail[s], m.label[e])
			m.fail[child] = f
			if m.ends[f] != 0 {
				m.up[child] = f
			} else {
				m.up[child] = m.up[f]
			}
			queue = append(queue, child)
		}
	}
	return m
}

func (m *Matcher) step(s int32, c byte) int32 {
	for s != 0 {
		for e := m.first[s]; e < m.first[s+1]; e++ {
			if m.label[e] == c {
				return m.target[e]
			}
		}
		s = m.fail[s]
	}
	return m.root[c]
}

// Find appends the terms that stand between word borders.
func (m *Matcher) Find(dst []Match, text string) []Match {
	return m.find(dst, text, true)
}

// FindAnywhere appends the terms wherever they stand.
func (m *Matcher) FindAnywhere(dst []Match, text string) []Match {
	return m.find(dst, text, false)
}

func (m *Matcher) find(dst []Match, text string, borders bool) []Match {
	s := int32(0)
	for i := range len(text) {
		c := fold(text[i])
		if s == 0 {
			if s = m.root[c]; s == 0 {
				continue
			}
		} else {
			s = m.step(s, c)
		}
		at := s
		if m.ends[at] == 0 {
			at = m.up[at]
		}
		for ; at != 0; at = m.up[at] {
			o := m.output[m.ends[at]-1]
			start, end := i+1-o.length, i+1
			if !borders || !wordBefore(text, start) && !wordAfter(text, end) {
				dst = append(dst, Match{start, end, o.list})
			}
		}
	}
	return dst
}

func wordBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	if i >= 2 && text[i-2] == '\\' && strings.IndexByte("nrt", text[i-1]) >= 0 {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_'
}

func wordAfter(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_'
}
