// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/phone"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.Phone},
		digit: findPhone,
		about: [3]string{"+ or 00 and the country; a trunk 0; North American groups; other national numbers; extensions", "numbering plans of libphonenumber", "for numbers without +, 00, trunk 0 or North American groups"},
	})
}

// findPhone collects the groups of digits from the one at start on, and asks
// the numbering plans for the longest stretch that is a number.
func findPhone(c *Cursor, start, end int) {
	t := c.Text
	if start < c.phoneEnd || !isDigit(t[start]) {
		return
	}
	from, international := start, false
	if start > 0 {
		switch t[start-1] {
		case '+':
			from, international = start-1, true
		case '(':
			from = start - 1
			if start > 1 && t[start-2] == '+' {
				from, international = start-2, true
			}
		case 'B', 'b':
			// %2B is "+" in a URL; the word then begins with the escape.
		}
	}
	if from >= 3 && t[from-3] == '%' && t[from-2] == '2' && t[from-1]|0x20 == 'b' {
		from, international = from-3, true
	}
	// Gate: a national number begins with a group that can be one.
	if !international {
		if end < len(t) && end-start < 7 && phoneSeparator(t, end) == 0 {
			return
		}
		if c.joinedLeft(from) || c.hyphenated(from) {
			return
		}
	} else if from > 0 && t[from] == '+' && (isAlnum(t[from-1]) && !c.escapeEnd(from) || t[from-1] == '+') {
		return
	}
	var num number
	num.collect(t, start)
	if num.n < 6 {
		return
	}
	for g := num.groups - 1; g >= 0; g-- {
		digits := num.counts[g]
		if digits < 6 || digits > 17 {
			continue
		}
		stop := num.ends[g]
		if c.phoneBorder(stop) {
			continue
		}
		if rank, ok := c.phoneRank(&num, g, from, stop, international); ok {
			stop += extension(t, stop)
			if from < start && t[start-1] == '(' && strings.IndexByte(t[start:stop], ')') < 0 {
				if stop < len(t) && t[stop] == ')' {
					stop++
				} else if !international {
					from = start
				}
			}
			if international && from > 0 && t[from-1] == '(' && strings.IndexByte(t[from:stop], ')') >= 0 {
				from-- // (+358) 40 1234567
			}
			c.phoneEnd = stop
			if international {
				c.solidEnd = stop
			}
			c.emit(entity.Phone, from, stop, rank)
			return
		}
	}
}

// phoneBorder reports whether the digits that end at i go on as something
// else.
func (c *Cursor) phoneBorder(i int) bool {
	t := c.Text
	if i >= len(t) {
		return false
	}
	if t[i]|0x20 == 'x' && i+1 < len(t) && isDigit(t[i+1]) { // extension
		return false
	}
	return c.joinedRight(i) && (t[i] != '/' && t[i] != '.' || i+1 < len(t) && isDigit(t[i+1]))
}

// hyphenated reports whether a hyphen joins the digits at i to a word, as in
// the names of pods and in ids, other than to one for phones: "Tel-030 123456".
func (c *Cursor) hyphenated(i int) bool {
	t := c.Text
	if i < 2 || t[i-1] != '-' || !isAlnum(t[i-2]) {
		return false
	}
	c.context(groupPhone, i, i)
	for k := range c.before {
		if h := &c.before[k]; h.Groups.Has(groupPhone) && h.End == i-1 {
			return false
		}
	}
	return true
}

// phoneRank judges the first g+1 groups.
func (c *Cursor) phoneRank(n *number, g, from, stop int, international bool) (int, bool) {
	digits := n.digits[:n.counts[g]]
	switch {
	case international:
		return c.international(digits, g, from, stop)
	case len(digits) >= 10 && n.counts[0] >= 2 && digits[0] == '0' && digits[1] == '0' && digits[2] != '0':
		if rank, ok := c.international(digits[2:], g, from, stop); ok || n.counts[0] != 3 {
			return rank, ok
		}
	case g > 0 && n.counts[0] == 3 && len(digits) >= 12 && digits[0] == '0' && digits[1] == '1' && digits[2] == '1':
		if rank, ok := c.international(digits[3:], g, from, stop); ok {
			return rank, true
		}
	}
	return c.nationalNumber(n, g, from, stop)
}

func (c *Cursor) international(digits []byte, g, from, stop int) (int, bool) {
	switch c.set.phones.International(digits) {
	case phone.Valid:
		return rankFree, len(digits) >= 7
	case phone.Possible:
		// Numbers of examples and films: the country is known, the length fits.
		if len(digits) >= 9 && (g > 0 || c.context(groupPhone, from, stop) == verdictFor || c.bare(from, stop)) {
			return rankFree, true
		}
	}
	return 0, false
}

func (c *Cursor) nationalNumber(n *number, g, from, stop int) (int, bool) {
	digits := n.digits[:n.counts[g]]
	if calendar(n, g, c.Text) || release(n, g, c.Text) || round(n, g) {
		return 0, false
	}
	if from > 1 && c.Text[from-1] == ' ' && isDigit(c.Text[from-2]) && c.context(groupPhone, from, stop) != verdictFor {
		return 0, false // the rest of a longer number
	}
	switch form := nanp(n, g, c.Text); {
	case form == nanpValid:
		return rankFree, c.context(groupPhone, from, stop) != verdictAgainst
	case form == nanpGroups && (c.context(groupPhone, from, stop) == verdictFor || extension(c.Text, stop) > 0):
		return rankFree, true
	case form == nanpGroups && c.bare(from, stop):
		return rankWeak, true
	}
	if c.Text[from] == '(' && n.counts[0] >= 2 && n.counts[0] <= 3 && digits[0] != '0' && g > 0 &&
		(c.context(groupPhone, from, stop) == verdictFor || c.bare(from, stop)) && c.set.phones.International(digits) == phone.Valid {
		return rankFree, true // (351) 912 345 678
	}
	if len(digits) < 7 || len(digits) > 13 || years(n, g) || lone(n, g) || len(digits) == 8 && g == 2 && isDate(c.Text, n.ends[0]-n.counts[0]) {
		return 0, false
	}
	if digits[0] == '0' && digits[1] != '0' && len(digits) >= 9 && trunkGroups(n, g) {
		v := c.context(groupPhone, from, stop)
		switch {
		case v == verdictAgainst, v == verdictNone && sequence(digits):
		case v == verdictNone && g == 0 && !c.set.phones.Mobile(digits):
			// Without groups and context only mobile numbers are told from others.
		case v == verdictNone && g > 0 && !commonGroups(n, g, c.Text[from:stop]) && !c.groupedBare(n, g):
		case c.set.phones.National(digits) == phone.Valid:
			return rankFree, true
		}
	}
	v := c.context(groupPhone, from, stop)
	if v != verdictFor && (v != verdictNone || !c.bare(from, stop)) {
		return 0, false
	}
	if v == verdictNone {
		return rankShape, c.groupedBare(n, g)
	}
	a := c.set.phones.National(digits)
	if a == phone.Valid && (len(digits) >= 8 || v7(n, g) && c.closePhoneWord(from)) {
		return rankShape, true
	}
	// A trunk zero and a word for phones, in a plan that is not up to date.
	if digits[0] == '0' && len(digits) >= 8 && (g > 0 || a == phone.Possible) {
		return rankShape, true
	}
	// Ten digits in the groups of North America, whatever the area code.
	if v == verdictFor && (len(digits) == 10 || len(digits) == 11 && digits[0] == '1') && (g >= 2 || a == phone.Possible) {
		return rankShape, true
	}
	return 0, false
}

// groupedBare judges a lone number: it must look like a phone number, not only
// be possible as one.
func (c *Cursor) groupedBare(n *number, g int) bool {
	digits := n.digits[:n.counts[g]]
	if g == 0 {
		return len(digits) == 10 && digits[0] >= '2' && digits[3] >= '2' && digits[0] != '0' && c.set.phones.International(append([]byte{'1'}, digits...)) == phone.Valid
	}
	var groups [len(n.counts)]int
	for i := range g + 1 {
		groups[i] = n.counts[i]
		if i > 0 {
			groups[i] -= n.counts[i-1]
		}
	}
	return c.set.phones.Grouped(digits, groups[:g+1])
}

// closePhoneWord reports whether a word for phones stands right before a local
// number, with no other number between them.
func (c *Cursor) closePhoneWord(from int) bool {
	for i := range c.before {
		if h := &c.before[i]; h.Groups.Has(groupPhone) && from-h.End <= 24 && !hasDigit(c.Text[h.End:from]) {
			return true
		}
	}
	return false
}
