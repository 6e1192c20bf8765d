// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package cue finds context words ("Steuer-ID", "date of birth") in the short
// window of text beside a candidate.
//
// Phrases are matched without regard to ASCII case; every ASCII byte that is
// neither a letter nor a digit equals a space, so that "tax id" also finds
// tax_id, tax-id and "tax.id". A phrase stands between word borders. A star
// at either end lifts the border on that side: "*ausweis*" finds
// Personalausweisnummer.
package cue

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxGroups is the number of groups one index can tell apart.
const MaxGroups = 192

// Set is a set of groups.
type Set [MaxGroups / 64]uint64

// Add puts a group into the set.
func (s *Set) Add(group int) { s[group>>6] |= 1 << (group & 63) }

// Remove takes the group out of the set.
func (s *Set) Remove(group int) { s[group>>6] &^= 1 << (group & 63) }

// Union adds all groups of the other set.
func (s *Set) Union(o Set) {
	for i := range s {
		s[i] |= o[i]
	}
}

// Has reports whether the group is in the set.
func (s *Set) Has(group int) bool { return s[group>>6]&(1<<(group&63)) != 0 }

// Hit is a phrase found in a text.
type Hit struct {
	Groups     Set
	Start, End int
}

// Index is an Aho-Corasick automaton over the phrases of all groups. It is
// immutable once built.
type Index struct {
	class [256]uint8
	width int
	// next is indexed by state*width+class; states are kept multiplied by the
	// width. Those from firstOut on end a phrase.
	next     []int32
	out      [][]output
	firstOut int32
}

type output struct {
	groups              Set
	length              int
	openLeft, openRight bool
}

// Build makes the index of phrases by group.
func Build(groups [][]string) (*Index, error) {
	if len(groups) > MaxGroups {
		return nil, fmt.Errorf("%d groups of context words: at most %d", len(groups), MaxGroups)
	}
	phrases := map[string]output{}
	for group, words := range groups {
		for _, word := range words {
			for _, spelling := range spellings(word) {
				if len(spelling.text) == 0 {
					return nil, fmt.Errorf("context word %q holds no letter", word)
				}
				key := fmt.Sprintf("%s\x00%t%t", spelling.text, spelling.openLeft, spelling.openRight)
				o, ok := phrases[key]
				if !ok {
					o = output{length: len(spelling.text), openLeft: spelling.openLeft, openRight: spelling.openRight}
				}
				o.groups.Add(group)
				phrases[key] = o
			}
		}
	}
	x := &Index{}
	x.classes(phrases)
	x.automaton(phrases)
	x.renumber()
	return x, nil
}

type spelling struct {
	text                string
	openLeft, openRight bool
}

// spellings returns the phrase itself, without its accents, in upper case when
// that changes more than ASCII letters, and, for long phrases of several
// words, joined to one word as in camelCase keys.
func spellings(word string) []spelling {
	s := spelling{openLeft: strings.HasPrefix(word, "*"), openRight: strings.HasSuffix(word, "*")}
	base := strings.ToLower(strings.Trim(word, "*"))
	var texts []string
	for _, t := range []string{base, strings.ToUpper(base), plain(base)} {
		t = fold(t)
		if !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	var all []spelling
	for _, t := range texts {
		all = append(all, spelling{t, s.openLeft, s.openRight})
		if joined := strings.ReplaceAll(t, " ", ""); joined != t {
			long := len(joined) >= 8
			all = append(all, spelling{joined, s.openLeft || long, s.openRight || long})
		}
	}
	return all
}

// fold writes a phrase in the alphabet of the automaton.
func fold(s string) string {
	b := []byte(strings.TrimSpace(s))
	for i, c := range b {
		b[i] = foldByte(c)
	}
	return string(b)
}

func foldByte(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c >= utf8.RuneSelf:
		return c
	default:
		return ' '
	}
}

var accents = strings.NewReplacer(
	"á", "a", "à", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ą", "a", "æ", "ae",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ę", "e", "ě", "e", "ė", "e",
	"í", "i", "ì", "i", "î", "i", "ï", "i", "ó", "o", "ò", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o",
	"ú", "u", "ù", "u", "û", "u", "ü", "u", "ů", "u", "ý", "y",
	"ç", "c", "č", "c", "ć", "c", "ď", "d", "đ", "d", "ł", "l", "ñ", "n", "ń", "n", "ň", "n",
	"ř", "r", "ś", "s", "š", "s", "ß", "ss", "ť", "t", "ț", "t", "ź", "z", "ż", "z", "ž", "z", "ă", "a", "ș", "s",
)

func plain(s string) string { return accents.Replace(s) }

func (x *Index) classes(phrases map[string]output) {
	used := [256]bool{}
	for key, o := range phrases {
		for i := range o.length {
			used[key[i]] = true
		}
	}
	id := [256]uint8{}
	x.width = 1
	for c, ok := range used {
		if ok {
			id[c] = uint8(x.width) //nolint:gosec // G115: at most 256 classes
			x.width++
		}
	}
	for c := range 256 {
		x.class[c] = id[foldByte(byte(c))]
	}
}

func (x *Index) automaton(phrases map[string]output) {
	x.next = make([]int32, x.width)
	x.out = make([][]output, 1)
	for key, o := range phrases {
		state := int32(0)
		for i := range o.length {
			slot := int(state)*x.width + int(x.class[key[i]])
			if x.next[slot] == 0 {
				x.next[slot] = int32(len(x.out)) //nolint:gosec // G115: bounded by the length of the phrases
				x.next = append(x.next, make([]int32, x.width)...)
				x.out = append(x.out, nil)
			}
			state = x.next[slot]
		}
		x.out[state] = append(x.out[state], o)
	}
	fail := make([]int32, len(x.out))
	queue := []int32{}
	for c := range x.width {
		if s := x.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		x.out[state] = append(x.out[state], x.out[fail[state]]...)
		for c := range x.width {
			slot := int(state)*x.width + c
			through := x.next[int(fail[state])*x.width+c]
			if child := x.next[slot]; child != 0 {
				fail[child] = through
				queue = append(queue, child)
			} else {
				x.next[slot] = through
			}
		}
	}
}

// renumber moves the states that end a phrase behind all others.
func (x *Index) renumber() {
	order := make([]int32, 0, len(x.out))
	for _, ends := range []bool{false, true} {
		if ends {
			x.firstOut = int32(len(order) * x.width) //nolint:gosec // G115: bounded by the length of the phrases
		}
		for s := range x.out {
			if len(x.out[s]) > 0 == ends {
				order = append(order, int32(s))
			}
		}
	}
	number := make([]int32, len(order))
	for n, s := range order {
		number[s] = int32(n)
	}
	next := make([]int32, len(x.next))
	out := make([][]output, len(x.out))
	for n, s := range order {
		out[n] = x.out[s]
		for c := range x.width {
			next[n*x.width+c] = number[x.next[int(s)*x.width+c]] * int32(x.width) //nolint:gosec // G115: bounded by the length of the phrases
		}
	}
	x.next, x.out = next, out
}

// Find appends the phrases that lie wholly in text[from:to]. Borders are
// judged by the text around the window.
func (x *Index) Find(dst []Hit, text string, from, to int) []Hit {
	state := int32(0)
	for i := from; i < to; i++ {
		state = x.next[state+int32(x.class[text[i]])]
		if state >= x.firstOut {
			dst = x.hits(dst, text, from, i+1, x.out[int(state)/x.width])
		}
	}
	return dst
}

func (x *Index) hits(dst []Hit, text string, from, end int, outputs []output) []Hit {
	for k := range outputs {
		o := &outputs[k]
		start := end - o.length
		if start < from || !o.openLeft && letterBefore(text, start) || !o.openRight && letterAt(text, end) {
			continue
		}
		dst = append(dst, Hit{Groups: o.groups, Start: start, End: end})
	}
	return dst
}

func letterBefore(text string, i int) bool {
	if i == 0 {
		return false
	}
	c := text[i-1]
	if c < utf8.RuneSelf {
		return isLetter(c) && !camelBorder(text, i) && !escapeBefore(text, i-1)
	}
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return unicode.IsLetter(r)
}

// camelBorder reports whether a new word of a camelCase key begins at i.
func camelBorder(text string, i int) bool {
	return i < len(text) && text[i] >= 'A' && text[i] <= 'Z' && text[i-1] >= 'a' && text[i-1] <= 'z'
}

// escapeBefore reports whether the byte at i is the letter of a JSON escape
// such as \n.
func escapeBefore(text string, i int) bool {
	return i > 0 && text[i-1] == '\\' && (text[i] == 'n' || text[i] == 't' || text[i] == 'r')
}

func letterAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	c := text[i]
	if c < utf8.RuneSelf {
		return isLetter(c) && !camelBorder(text, i)
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r)
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
