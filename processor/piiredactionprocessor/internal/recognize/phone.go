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

// number is a stretch of digits and separators.
type number struct {
	digits [20]byte
	ends   [12]int // where each group of digits ends in the text
	counts [12]int // digits up to the end of each group
	groups int
	n      int
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
		if c.joinedLeft(from) {
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
	return c.joinedRight(i) && (t[i] != '-' && t[i] != '/' && t[i] != '.' || i+1 < len(t) && isDigit(t[i+1]))
}

func (n *number) collect(t string, i int) {
	open := false
	for i < len(t) && n.groups < len(n.ends) {
		k := i
		for k < len(t) && isDigit(t[k]) {
			if n.n == len(n.digits) {
				n.groups, n.n = 0, 0
				return
			}
			n.digits[n.n] = t[k]
			n.n++
			k++
		}
		if k == i {
			return
		}
		n.ends[n.groups], n.counts[n.groups] = k, n.n
		n.groups++
		i = k
		// One or two separators, with one pair of brackets: ") " or " (".
		for range 3 {
			if i >= len(t) {
				return
			}
			if t[i] == '(' {
				if open || i+1 < len(t) && !isDigit(t[i+1]) {
					return
				}
				open = true
				i++
				// "+44 (0)20": the trunk zero is not dialled.
				if strings.HasPrefix(t[i:], "0)") {
					i += 2
					open = false
				}
				continue
			}
			size := phoneSeparator(t, i)
			if size == 0 {
				break
			}
			if t[i] == ')' {
				open = false
			}
			i += size
		}
	}
}

// phoneSeparator returns the length of the separator at i.
func phoneSeparator(t string, i int) int {
	switch b := t[i]; {
	case b == ' ' || b == '-' || b == '.' || b == '/' || b == ')' || b == '(':
		return 1
	case b == 0xC2 && i+1 < len(t) && t[i+1] == 0xA0: // no-break space
		return 2
	case b == 0xE2 && i+2 < len(t) && t[i+1] == 0x80 && (t[i+2] == 0xAF || t[i+2] >= 0x90 && t[i+2] <= 0x93): // narrow space, hyphens
		return 3
	default:
		return 0
	}
}

// phoneRank judges the first g+1 groups.
func (c *Cursor) phoneRank(n *number, g, from, stop int, international bool) (int, bool) {
	digits := n.digits[:n.counts[g]]
	switch {
	case international:
		return c.international(digits, g, from, stop)
	case len(digits) >= 10 && digits[0] == '0' && digits[1] == '0' && digits[2] != '0':
		if rank, ok := c.international(digits[2:], g, from, stop); ok || n.counts[0] != 3 {
			return rank, ok
		}
	case g > 0 && len(digits) >= 12 && digits[0] == '0' && digits[1] == '1' && digits[2] == '1':
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
	if len(digits) < 7 || len(digits) > 13 || years(n, g) || len(digits) == 8 && g == 2 && isDate(c.Text, from) {
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
	if a == phone.Valid && (len(digits) >= 8 || v7(n, g)) {
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

// v7 takes numbers of seven digits only in groups.
func v7(num *number, g int) bool { return g > 0 && num.counts[0] >= 2 }

// trunkGroups refuses "0 123 456 789" and decimals: the first group holds an
// area code.
func trunkGroups(num *number, g int) bool {
	return num.counts[0] >= 2 && (g == 0 || num.counts[0] <= 7)
}

func isDate(t string, i int) bool {
	_, _, ok := dateAt(t, i, i+digitsAt(t, i))
	return ok
}

// years reports whether the groups are two years, as in 2001-2003.
func years(n *number, g int) bool {
	if g != 1 || n.counts[0] != 4 || n.counts[1] != 8 {
		return false
	}
	century := func(i int) bool {
		return n.digits[i] == '1' && n.digits[i+1] == '9' || n.digits[i] == '2' && n.digits[i+1] == '0'
	}
	return century(0) && century(4)
}

// commonGroups reports whether the groups are an area code and one or two more,
// parted by spaces, as people write numbers in most countries, or five pairs as
// in France.
func commonGroups(n *number, g int, text string) bool {
	if g == 1 && n.counts[0] == 5 && n.counts[1] == 9 && strings.IndexByte(text, '-') > 0 {
		return false // a ZIP+4 code
	}
	if g == 4 && n.counts[g] == 10 && n.counts[0] == 2 && n.counts[1] == 4 && n.counts[2] == 6 && n.counts[3] == 8 {
		return true
	}
	return g <= 2 && n.counts[0] <= 5 && strings.IndexByte(text, '.') < 0 && strings.Count(text, "-")+strings.Count(text, "/") <= 1
}

func sequence(d []byte) bool {
	up, down := true, true
	for i := 1; i < len(d); i++ {
		step := (d[i] - d[i-1] + 10) % 10
		up = up && step == 1
		down = down && step == 9
	}
	return up || down
}

// What nanp says.
const (
	nanpNone   = iota
	nanpGroups // the groups only
	nanpValid  // area and exchange can be given out, too
)

// nanp knows the groups of North America: (415) 555-0132, 415-555-0132,
// 415.555.0132, with or without a 1 in front.
func nanp(num *number, g int, t string) int {
	first := 0
	if num.counts[0] == 1 && num.digits[0] == '1' || num.counts[0] == 3 && string(num.digits[:3]) == "001" {
		first = 1
	}
	if g != first+2 {
		return nanpNone
	}
	base := 0
	if first == 1 {
		base = num.counts[0]
	}
	if num.counts[first]-base != 3 || num.counts[first+1]-base != 6 || num.counts[first+2]-base != 10 {
		return nanpNone
	}
	after := t[num.ends[first]]
	second := t[num.ends[first+1]]
	bracket := after == ')'
	switch {
	case bracket && (second == '-' || second == '.' || second == ' '), after == second && (after == '-' || after == '.'):
		if num.digits[base] >= '2' && num.digits[base+3] >= '2' {
			return nanpValid
		}
		if num.digits[base] >= '2' || first == 1 {
			return nanpGroups
		}
	}
	return nanpNone
}

// extension returns the length of " x123", " ext. 123" and the like at i.
func extension(t string, i int) int {
	k := i
	for k < len(t) && k < i+2 && (t[k] == ' ' || t[k] == ',' || t[k] == ';') {
		k++
	}
	for _, word := range [...]string{"extension", "ext.", "ext", "x", "#"} {
		if len(t)-k <= len(word) || !strings.EqualFold(t[k:k+len(word)], word) {
			continue
		}
		m := k + len(word)
		for m < len(t) && (t[m] == ' ' || t[m] == ':' || t[m] == '=' || t[m] == '.') && m < k+len(word)+2 {
			m++
		}
		n := m
		for n < len(t) && n < m+7 && isDigit(t[n]) {
			n++
		}
		if n > m && n < m+7 && (n == len(t) || !isAlnum(t[n])) {
			return n - i
		}
	}
	return 0
}
