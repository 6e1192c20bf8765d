// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
)

// number is a stretch of digits and separators.
type number struct {
	digits [20]byte
	ends   [12]int // where each group of digits ends in the text
	counts [12]int // digits up to the end of each group
	groups int
	n      int
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

// lone reports whether a group behind the first is a single digit: the whole
// part of a decimal, a count, but no part of a number.
func lone(n *number, g int) bool {
	for i := 1; i <= g; i++ {
		if n.counts[i]-n.counts[i-1] == 1 {
			return true
		}
	}
	return false
}

// calendar reports whether a date is among the groups: 2025-11-25, 25/11/2025,
// 07/2016 - 08/2016, 20251125.
func calendar(n *number, g int, t string) bool {
	if g == 0 {
		d := n.digits[:n.counts[0]]
		if len(d) != 8 || d[0] != '1' && d[0] != '2' {
			return false
		}
		year, month, day := value(d[:4]), value(d[4:6]), value(d[6:])
		return plausible(year) && check.Date(month, day)
	}
	months := 0
	for i := range g {
		start := n.ends[i] - n.width(i)
		sep := t[n.ends[i]]
		if sep != '-' && sep != '/' && sep != '.' {
			continue
		}
		if n.width(i) == 4 || n.width(i) <= 2 {
			if _, to, ok := dateAt(t, start, n.ends[i]); ok && i+2 <= g && to == n.ends[i+2] && (n.width(i) == 4 || n.width(i+2) == 4) {
				return true
			}
		}
		if n.width(i) == 2 && n.width(i+1) == 4 && n.ends[i]+5 == n.ends[i+1] {
			if m := num(t, start, 2); m >= 1 && m <= 12 && plausible(num(t, n.ends[i]+1, 4)) {
				months++
			}
		}
	}
	return months == 2 && g == 3
}

func value(digits []byte) int {
	x := 0
	for _, d := range digits {
		x = x*10 + int(d-'0')
	}
	return x
}

// width is the number of digits of a group.
func (n *number) width(i int) int {
	if i == 0 {
		return n.counts[0]
	}
	return n.counts[i] - n.counts[i-1]
}

// release reports whether the groups are the three parts of a version.
func release(n *number, g int, t string) bool {
	return g == 2 && n.counts[2] <= 8 && n.width(0) <= 3 && n.width(1) <= 3 && n.width(2) <= 3 &&
		t[n.ends[0]] == '.' && t[n.ends[1]] == '.' && n.ends[1]-n.ends[0] == n.width(1)+1
}

// round reports whether the digits are whole millions: a count.
func round(n *number, g int) bool {
	d := n.digits[:n.counts[g]]
	return g == 0 && d[0] != '0' && len(d) > 6 && string(d[len(d)-6:]) == "000000"
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
