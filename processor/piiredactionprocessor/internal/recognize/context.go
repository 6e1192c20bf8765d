// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/cue"
)

// How far context words may stand from a candidate, in bytes.
const (
	contextBefore = 80
	contextAfter  = 26
	againstReach  = 28
)

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
		if idKey(c.Key) {
			for i := range c.keyHits {
				c.keyHits[i].Groups.Remove(groupPhone)
			}
		}
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

var codeWords = [...]string{"text", "call", "calls", "called", "calling", "signal", "ring", "reach", "ph"}

// equalsAny compares without regard to case.
func equalsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.EqualFold(s, w) {
			return true
		}
	}
	return false
}

// idKey reports whether a key names an identifier: call_id, contactId.
func idKey(key string) bool {
	n := len(key) - 2
	return n > 0 && strings.EqualFold(key[n:], "id") && (!isAlpha(key[n-1]) || key[n-1] >= 'a' && key[n] == 'I')
}

// codeWord reports whether a short word, or one of everyday language, that can
// name phones is a part of a name in code: TextNode(, BenchmarkText-8, g0ph3r.
func (c *Cursor) codeWord(start, end int) bool {
	switch c.Text[start] | 0x20 {
	case 't', 'c', 's', 'r', 'p':
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
