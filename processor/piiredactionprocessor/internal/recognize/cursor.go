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

// How far context words may stand from a candidate, in bytes.
const (
	contextBefore = 80
	contextAfter  = 26
	againstReach  = 28
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

// verdict is what the context says of a candidate.
type verdict uint8

const (
	verdictNone verdict = iota
	verdictFor
	verdictAgainst
)

// context looks for the words of a group near [start, end).
func (c *Cursor) context(group, start, end int) verdict {
	if !c.keyDone {
		c.keyHits = c.set.cues.Find(c.keyHits[:0], c.Key, 0, len(c.Key))
		c.keyDone = true
	}
	if c.beforeAt != start {
		from := max(0, start-contextBefore)
		c.before = c.set.cues.Find(c.before[:0], c.Text, from, start)
		c.beforeAt = start
		for i := range c.before {
			if h := &c.before[i]; h.Groups.Has(groupPhone) && c.codeWord(h.Start, h.End) {
				h.Groups.Remove(groupPhone)
			}
		}
	}
	if v := nearest(c.before, group, start, c.set.against); v != verdictNone {
		return v
	}
	if nearest(c.keyHits, group, len(c.Key), c.set.against) == verdictFor {
		return verdictFor
	}
	if c.afterAt != end {
		c.after = c.set.cues.Find(c.after[:0], c.Text, end, min(len(c.Text), end+contextAfter))
		c.afterAt = end
	}
	for i := range c.after {
		if h := &c.after[i]; h.Groups.Has(group) && plainGap(c.Text[end:h.Start]) {
			return verdictFor
		}
	}
	if nearest(c.keyHits, group, len(c.Key), c.set.against) == verdictAgainst {
		return verdictAgainst
	}
	return verdictNone
}

var codeWords = [...]string{"text", "call", "calls", "called", "calling", "signal", "ring", "reach", "cell"}

// equalsAny compares without regard to case.
func equalsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.EqualFold(s, w) {
			return true
		}
	}
	return false
}

// codeWord reports whether a word of everyday language that can name phones is
// a part of a name in code: TextNode(, BenchmarkText-8, FunctionCall.
func (c *Cursor) codeWord(start, end int) bool {
	switch c.Text[start] | 0x20 {
	case 't', 'c', 's', 'r':
	default:
		return false
	}
	t := c.Text
	if !equalsAny(t[start:end], codeWords[:]) {
		return false
	}
	joined := func(i int) bool {
		return i >= 0 && i < len(t) && (isAlnum(t[i]) || t[i] == '_')
	}
	return joined(start-1) && !c.escapeEnd(start) || joined(end) || end < len(t) && (t[end] == '(' || t[end] == '-' && joined(end+1) && !isAlpha(t[end+1]) && end+2 < len(t) && !isDigit(t[end+2]))
}

// nearest compares the last hit of the group with the last hit of the words
// that speak against every identifier ("order number").
func nearest(hits []cue.Hit, group, end, against int) verdict {
	pro, con := -1, -1
	for i := range hits {
		h := &hits[i]
		if h.Groups.Has(group) && h.End > pro {
			pro = h.End
		}
		if h.Groups.Has(against) && h.End > con {
			con = h.End
		}
	}
	switch {
	case con > pro && end-con <= againstReach:
		return verdictAgainst
	case pro >= 0:
		return verdictFor
	default:
		return verdictNone
	}
}

// plainGap reports whether a value and a word after it belong together, as in
// "85071234567 (PESEL)" and "213387001 is my BSN".
func plainGap(gap string) bool {
	if len(gap) > 14 {
		return false
	}
	for i := range len(gap) {
		switch c := gap[i]; {
		case isAlpha(c), c == ' ', c == '(', c == '-', c == ':':
		default:
			return false
		}
	}
	return true
}

// bare reports whether [start, end) is the whole value, apart from space and
// quotes, of a key that says nothing else.
func (c *Cursor) bare(start, end int) bool {
	if c.bareFrom < 0 {
		c.bareFrom, c.bareTo = trim(c.Text)
		c.neutralKey = neutralKey(c.Key)
	}
	return c.neutralKey && start <= c.bareFrom && end >= c.bareTo
}

const trimmed = " \t\r\n\"'`.,;:()<>[]"

func trim(s string) (from, to int) {
	to = len(s)
	for from < to && strings.IndexByte(trimmed, s[from]) >= 0 {
		from++
	}
	for to > from && strings.IndexByte(trimmed, s[to-1]) >= 0 {
		to--
	}
	return from, to
}

// neutralKey reports whether a key holds free text, so that a lone number in
// it is an answer rather than an identifier.
func neutralKey(key string) bool {
	if i := strings.LastIndexAny(key, "./"); i >= 0 {
		key = key[i+1:]
	}
	switch key {
	case "", "content", "text", "value", "body", "message", "prompt", "completion", "input", "output", "query",
		"question", "answer", "arguments", "result", "response", "user_prompt", "messages":
		return true
	default:
		return false
	}
}

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
