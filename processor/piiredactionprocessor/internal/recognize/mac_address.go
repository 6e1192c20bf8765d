// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import "github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.MACAddress},
		digit: func(c *Cursor, start, end int) { findMAC(c, start, end) },
		colon: func(c *Cursor, i int) {
			if i >= 2 && isHex(c.Text[i-1]) && isHex(c.Text[i-2]) {
				findMAC(c, i-2, i)
			}
		},
		about: [3]string{"six pairs joined by : or -, three fours joined by dots, twelve digits together", "hexadecimal, not all the same, one letter case", "only for twelve together"},
	})
}

// findMAC takes the group text[start:end] for one of the groups of an address.
func findMAC(c *Cursor, start, end int) {
	t := c.Text
	size := end - start
	switch size {
	case 2, 4:
	case 12:
		plainMAC(c, start, end)
		return
	default:
		return
	}
	sep := byte(0)
	if end < len(t) {
		sep = t[end]
	}
	if start > 0 && !macSeparator(sep, size) {
		sep = t[start-1]
	}
	if !macSeparator(sep, size) {
		return
	}
	groups := 12 / size
	for n := 1; n < groups && start >= size+1 && t[start-1] == sep && hexGroup(t, start-size-1, size); n++ {
		start -= size + 1
	}
	stop := start + groups*(size+1) - 1
	if stop > len(t) || start < c.macEnd {
		return
	}
	for g := range groups {
		at := start + g*(size+1)
		if !hexGroup(t, at, size) || g > 0 && t[at-1] != sep {
			return
		}
	}
	if !macBorders(c, start, stop, sep) || !macDigits(t[start:stop]) {
		return
	}
	c.macEnd = stop
	c.emit(entity.MACAddress, start, stop, rankExact)
}

func plainMAC(c *Cursor, start, end int) {
	if !hexGroup(c.Text, start, end-start) || !macDigits(c.Text[start:end]) || c.joinedLeft(start) || c.joinedRight(end) {
		return
	}
	if c.context(groupMAC, start, end) == verdictFor {
		c.emit(entity.MACAddress, start, end, rankCued)
	}
}

func macSeparator(b byte, size int) bool {
	return size == 2 && (b == ':' || b == '-') || size == 4 && b == '.'
}

func hexGroup(t string, at, size int) bool {
	for i := at; i < at+size; i++ {
		if !isHex(t[i]) {
			return false
		}
	}
	return true
}

func macBorders(c *Cursor, start, end int, sep byte) bool {
	t := c.Text
	if start > 0 && (t[start-1] == sep || t[start-1] == '_' || isAlnum(t[start-1]) && !c.escapeEnd(start)) {
		return false
	}
	if end < len(t) && (isAlnum(t[end]) || t[end] == '_') {
		return false
	}
	return end+1 >= len(t) || t[end] != sep || !isAlnum(t[end+1])
}

// macDigits refuses unset and broadcast addresses, and addresses that mix the
// case of their letters.
func macDigits(s string) bool {
	upper, lower, same := false, false, true
	first := s[0]
	for i := range len(s) {
		b := s[i]
		if !isHex(b) {
			continue
		}
		same = same && b == first
		if isAlpha(b) {
			upper = upper || b < 'a'
			lower = lower || b >= 'a'
		}
	}
	return !same && (!upper || !lower)
}
