// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/cue"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Candidate is a possible finding; candidates may overlap.
type Candidate struct {
	Start, End int
	Type       entity.Type
	// Rank decides between overlapping candidates, the higher wins.
	Rank int
}

// Ranks. Within a rank the longer candidate wins.
const (
	rankWeak   = 10
	rankShape  = 20 // bare value, or a shape without check digit
	rankFree   = 30
	rankCued   = 40
	rankExact  = 50 // unmistakable syntax or a strong check
	rankSecret = 60
	rankBlock  = 70 // private keys, URL credentials
)

// Cursor is the state of one scan. It is reused, never shared.
type Cursor struct {
	Text string
	Key  string
	// Escaped says that the text is JSON that could not be parsed.
	Escaped bool
	Found   []Candidate

	set        *Set
	floor      int // where the last handled token ended
	before     []cue.Hit
	after      []cue.Hit
	keyHits    []cue.Hit
	beforeAt   int
	afterAt    int
	keyDone    bool
	neutralKey bool
	skips      []span
	scratch    []cue.Hit
	addressEnd int // where the last stretch of hexadecimal digits and colons ended
	macEnd     int
	phoneEnd   int
	solidEnd   int // where a number ended that no other can be a part of
	dateEnd    int
	jwtEnd     int
	spokenEnd  int
	curl       int // 1 + where "curl" stands first, -1 when nowhere, 0 when not asked
	bareFrom   int
	bareTo     int
}

// Reset prepares the cursor for a text.
func (c *Cursor) Reset(set *Set, text, key string, escaped bool) {
	c.set, c.Text, c.Key, c.Escaped = set, text, key, escaped
	c.Found = c.Found[:0]
	c.floor, c.beforeAt, c.afterAt, c.keyDone = 0, -1, -1, false
	c.addressEnd, c.macEnd, c.phoneEnd, c.solidEnd, c.dateEnd, c.jwtEnd, c.spokenEnd, c.curl = 0, 0, 0, 0, 0, 0, 0, 0
	c.bareFrom, c.bareTo = -1, -1
}

func (c *Cursor) emit(t entity.Type, start, end, rank int) {
	c.Found = append(c.Found, Candidate{start, end, t, rank})
}

// Add takes a finding of a user's own rule or list: it wins over all shapes.
func (c *Cursor) Add(t entity.Type, start, end int) { c.emit(t, start, end, rankExact) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isAlnum(c byte) bool { return isDigit(c) || isAlpha(c) }
func isHex(c byte) bool   { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// word returns the run of ASCII letters and digits that holds i, without the
// letters of an escape (\n, \u00fc, %20) in front of it.
func (c *Cursor) word(i int) (start, end int) {
	t := c.Text
	start, end = i, i+1
	for start > c.floor && isAlnum(t[start-1]) {
		start--
	}
	for end < len(t) && isAlnum(t[end]) {
		end++
	}
	return c.skipEscape(start, end), end
}

func (c *Cursor) skipEscape(start, end int) int {
	if start == 0 {
		return start
	}
	t := c.Text
	switch t[start-1] {
	case '\\':
		switch {
		case t[start] == 'u' && end-start > 5 && isHex(t[start+1]) && isHex(t[start+2]) && isHex(t[start+3]) && isHex(t[start+4]):
			return start + 5
		case end-start > 1 && strings.IndexByte("nrtbf", t[start]) >= 0:
			return start + 1
		}
	case '%':
		if end-start > 2 && isHex(t[start]) && isHex(t[start+1]) && (start < 2 || !isDigit(t[start-2])) {
			return start + 2
		}
	}
	return start
}

// joinedLeft reports whether the token at i continues something: a version, a
// path, a longer number.
func (c *Cursor) joinedLeft(i int) bool {
	if i == 0 {
		return false
	}
	t := c.Text
	prev := byte(' ')
	if i > 1 {
		prev = t[i-2]
	}
	switch p := t[i-1]; {
	case isAlnum(p):
		return !c.escapeEnd(i)
	case p == '_', p == '$', p == '@', p == '*', p == '+':
		return true
	case p == '-', p == ':':
		return isDigit(prev)
	case p == '.', p == '/', p == '~':
		return isAlnum(prev)
	case p >= utf8.RuneSelf:
		r, _ := utf8.DecodeLastRuneInString(t[:i])
		return unicode.IsLetter(r) || unicode.Is(unicode.Sc, r)
	default:
		return false
	}
}

// escapeEnd reports whether an escape ends right before i.
func (c *Cursor) escapeEnd(i int) bool {
	t := c.Text
	return i >= 2 && t[i-2] == '\\' && strings.IndexByte("nrtbf", t[i-1]) >= 0 ||
		i >= 6 && t[i-6] == '\\' && t[i-5] == 'u' ||
		i >= 3 && t[i-3] == '%' && isHex(t[i-2]) && isHex(t[i-1])
}

// joinedRight reports whether the token that ends at i goes on.
func (c *Cursor) joinedRight(i int) bool {
	t := c.Text
	if i >= len(t) {
		return false
	}
	next := byte(' ')
	if i+1 < len(t) {
		next = t[i+1]
	}
	switch p := t[i]; {
	case isAlnum(p), p == '_', p == '@', p == '*':
		return true
	case p == '%':
		return !isHex(next)
	case p == '-':
		return isAlnum(next)
	case p == '.', p == '/', p == ':':
		return isDigit(next)
	case p >= utf8.RuneSelf:
		r, _ := utf8.DecodeRuneInString(t[i:])
		return unicode.IsLetter(r)
	default:
		return false
	}
}
