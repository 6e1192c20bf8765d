// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.DateOfBirth},
		digit: findDateOfBirth,
		about: [3]string{"numeric and written dates in English, German, French, Spanish, Italian, Dutch, Polish, Portuguese and the Nordic languages", "day, month, year from 1900 to 2029", "a word of birth within 40 bytes"},
	})
}

const (
	birthBefore = 56
	birthAfter  = 40
)

// findDateOfBirth takes a date beside a word of birth.
func findDateOfBirth(c *Cursor, start, end int) {
	if start < c.dateEnd || end-start > 8 || !isDigit(c.Text[start]) {
		return
	}
	from, to, ok := dateAt(c.Text, start, end)
	if !ok || c.joinedDate(from, to) {
		return
	}
	c.dateEnd = to
	if c.birth(from, to) {
		c.emit(entity.DateOfBirth, from, to, rankCued)
	}
}

func (c *Cursor) joinedDate(from, to int) bool {
	t := c.Text
	if from > 0 && (t[from-1] == '-' || t[from-1] == '/' || t[from-1] == '.' || t[from-1] == '_') && from > 1 && isAlnum(t[from-2]) {
		return true
	}
	if to >= len(t) {
		return false
	}
	if t[to] == 'T' && to+1 < len(t) && isDigit(t[to+1]) {
		return false // 1958-11-30T00:00:00Z
	}
	if t[to] == '-' && to+1 < len(t) && isAlpha(t[to+1]) {
		return true // a version: 5.2.11-rc.6
	}
	return isAlnum(t[to]) || t[to] == '_' || (t[to] == '-' || t[to] == '/' || t[to] == '.') && to+1 < len(t) && isDigit(t[to+1])
}

// birth reports whether a word of birth belongs to the date: before it with no
// other date between, in the key, or right after it.
func (c *Cursor) birth(from, to int) bool {
	t := c.Text
	lo := max(0, from-birthBefore)
	c.scratch = c.set.cues.Find(c.scratch[:0], t, lo, from)
	for i := len(c.scratch) - 1; i >= 0; i-- {
		if h := &c.scratch[i]; h.Groups.Has(groupBirth) && plainBirthGap(t[h.End:from]) {
			return true
		}
	}
	c.scratch = c.set.cues.Find(c.scratch[:0], c.Key, 0, len(c.Key))
	for i := range c.scratch {
		if c.scratch[i].Groups.Has(groupBirth) {
			return true
		}
	}
	c.scratch = c.set.cues.Find(c.scratch[:0], t, to, min(len(t), to+birthAfter))
	for i := range c.scratch {
		if h := &c.scratch[i]; h.Groups.Has(groupBornAfter) && wordsOnly(t[to:h.Start]) {
			return true
		}
	}
	return false
}

// plainBirthGap refuses another date or the end of a sentence between a word
// of birth and the date.
func plainBirthGap(gap string) bool {
	if len(gap) > 44 {
		return false
	}
	digits := 0
	for i := range len(gap) {
		switch b := gap[i]; {
		case isDigit(b):
			if digits++; digits > 2 {
				return false
			}
		case b == ';', b == '\n' && i > 2:
			return false
		case b == '.' && i > 3 && i+1 < len(gap) && gap[i+1] == ' ':
			return false
		}
	}
	return true
}

func wordsOnly(gap string) bool {
	for i := range len(gap) {
		if b := gap[i]; !isAlpha(b) && b != ' ' && b < utf8.RuneSelf && b != '(' && b != '-' {
			return false
		}
	}
	return true
}

// How names of months begin and end.
var monthStart, monthEnd = func() (start, end pairs) {
	for name := range monthNames {
		start.add(name[0], name[1])
		end.add(name[len(name)-2], name[len(name)-1])
	}
	return start, end
}()
