// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"
)

// dateAt reads a date that has the digits text[start:end] in it, and returns
// its extent.
func dateAt(t string, start, end int) (from, to int, ok bool) {
	d := digitsAt(t, start)
	switch {
	case d == 4:
		return yearFirst(t, start)
	case d == 8 && end-start == 8:
		y, m, day := num(t, start, 4), num(t, start+4, 2), num(t, start+6, 2)
		if plausible(y) && check.Date(m, day) {
			return start, end, true
		}
		y, m, day = num(t, start+4, 4), num(t, start+2, 2), num(t, start, 2)
		return start, end, plausible(y) && check.Date(m, day)
	case d > 2 || d == 0:
		return 0, 0, false
	}
	first := num(t, start, d)
	if to, ok := numericDate(t, start, d, first); ok {
		return start, to, true
	}
	if to, ok := dayMonthName(t, start+d, first); ok {
		return start, to, true
	}
	return monthNameDay(t, start, start+d, first)
}

func digitsAt(t string, i int) int {
	n := 0
	for i+n < len(t) && n < 9 && isDigit(t[i+n]) {
		n++
	}
	return n
}

func num(t string, i, n int) int {
	x := 0
	for _, b := range []byte(t[i : i+n]) {
		x = x*10 + int(b-'0')
	}
	return x
}

func plausible(year int) bool { return year >= 1900 && year < 2030 }

// yearFirst reads 1990-02-14, 1990/2/14, 1990.02.14 and 1990 02 14.
func yearFirst(t string, i int) (from, to int, ok bool) {
	if !plausible(num(t, i, 4)) || i+8 > len(t) {
		return 0, 0, false
	}
	sep := t[i+4]
	if sep != '-' && sep != '/' && sep != '.' && sep != ' ' {
		return 0, 0, false
	}
	m := digitsAt(t, i+5)
	if m < 1 || m > 2 || i+5+m >= len(t) || t[i+5+m] != sep {
		return 0, 0, false
	}
	at := i + 6 + m
	d := digitsAt(t, at)
	if d < 1 || d > 2 || !check.Date(num(t, i+5, m), num(t, at, d)) {
		return 0, 0, false
	}
	return i, at + d, true
}

// numericDate reads 14.02.1990, 14. 2. 1990, 2/14/1990, 14-02-90 and 14 02 1990.
func numericDate(t string, i, d, first int) (int, bool) {
	at := i + d
	if at >= len(t) {
		return 0, false
	}
	sep := t[at]
	if sep != '-' && sep != '/' && sep != '.' && sep != ' ' {
		return 0, false
	}
	at++
	if sep == '.' && at < len(t) && t[at] == ' ' {
		at++
	}
	m := digitsAt(t, at)
	if m < 1 || m > 2 {
		return 0, false
	}
	second := num(t, at, m)
	at += m
	if at >= len(t) || t[at] != sep {
		return 0, false
	}
	at++
	if sep == '.' && at < len(t) && t[at] == ' ' {
		at++
	}
	y := digitsAt(t, at)
	switch y {
	case 4:
		if !plausible(num(t, at, 4)) {
			return 0, false
		}
	case 2:
		if sep == ' ' {
			return 0, false
		}
	default:
		return 0, false
	}
	return at + y, check.Date(second, first) || check.Date(first, second)
}

// dayMonthName reads 2. Juli 1994, 5 maggio 1979, 3rd of March, 1980, 23 de junio de 1990.
func dayMonthName(t string, at, day int) (int, bool) {
	if day < 1 || day > 31 {
		return 0, false
	}
	if at < len(t) && t[at] != ' ' {
		for _, suffix := range [...]string{"st", "nd", "rd", "th", "er", "º", "ª", ".", "e"} {
			if strings.HasPrefix(t[at:], suffix) {
				at += len(suffix)
				break
			}
		}
	}
	at = skipGap(t, at)
	if at < len(t) && (t[at] == 'o' || t[at] == 'd') {
		for _, word := range [...]string{"of ", "de ", "day of "} {
			if strings.HasPrefix(t[at:], word) {
				at += len(word)
				break
			}
		}
	}
	if at+1 >= len(t) || !monthStart.has(t[at], t[at+1]) {
		return 0, false
	}
	name, after := letters(t, at)
	to, ok := yearAfter(t, after)
	return to, ok && isMonth(name)
}

// monthNameDay reads July 4, 1979: the name stands before the day.
func monthNameDay(t string, start, at, day int) (from, to int, ok bool) {
	if day < 1 || day > 31 || start == 0 {
		return 0, 0, false
	}
	i := start
	for i > 0 && start-i < 3 && (t[i-1] == ' ' || t[i-1] == '.' || t[i-1] == '-') {
		i--
	}
	if i == start || i < 2 || !monthEnd.has(t[i-2], t[i-1]) {
		return 0, 0, false
	}
	for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
		if strings.HasPrefix(t[at:], suffix) {
			at += 2
			break
		}
	}
	if to, ok = yearAfter(t, at); !ok {
		return 0, 0, false
	}
	name, begin := lettersBefore(t, i)
	return begin, to, isMonth(name)
}

// pairs is a set of two bytes, ASCII letters folded, by a hash: has may be wrong
// about what is not in it.
type pairs [64]uint64

func pairHash(a, b byte) uint16 { return uint16(a&0x3f|0x20)<<6 ^ uint16(b&0x3f|0x20) }

func (p *pairs) add(a, b byte) {
	h := pairHash(a, b)
	p[h>>6] |= 1 << (h & 63)
}

func (p *pairs) has(a, b byte) bool {
	h := pairHash(a, b)
	return p[h>>6]&(1<<(h&63)) != 0
}

// isMonth folds ASCII letters and leading capitals only: month names are
// written Ottobre or ottobre, rarely OTTOBRE.
func isMonth(name string) bool {
	var b [maxMonthName + utf8.UTFMax]byte
	n := copy(b[:], name)
	for i := range n {
		if b[i] >= 'A' && b[i] <= 'Z' {
			b[i] |= 0x20
		}
	}
	return monthNames[string(b[:n])]
}

func skipGap(t string, i int) int {
	for n := 0; i < len(t) && n < 2 && (t[i] == ' ' || t[i] == '-' || t[i] == '/' || t[i] == '.'); n++ {
		i++
	}
	return i
}

// yearAfter reads ", 1979", " de 1990", " del 1979" and ". 1990".
func yearAfter(t string, i int) (int, bool) {
	for n := 0; i < len(t) && n < 3 && (t[i] == ' ' || t[i] == ',' || t[i] == '.' || t[i] == '-' || t[i] == '/' || t[i] == '\''); n++ {
		i++
	}
	if i >= len(t) {
		return 0, false
	}
	if !isDigit(t[i]) {
		for _, word := range [...]string{"de ", "del ", "of ", "r. "} {
			if strings.HasPrefix(t[i:], word) {
				i += len(word)
				break
			}
		}
	}
	if digitsAt(t, i) != 4 || !plausible(num(t, i, 4)) {
		return 0, false
	}
	return i + 4, true
}

const maxMonthName = 24

func letters(t string, i int) (string, int) {
	from := i
	for i < len(t) && i-from < maxMonthName {
		if isAlpha(t[i]) {
			i++
			continue
		}
		if t[i] < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(t[i:])
		if !unicode.IsLetter(r) {
			break
		}
		i += size
	}
	return t[from:i], i
}

func lettersBefore(t string, i int) (string, int) {
	to := i
	for i > 0 && to-i < maxMonthName {
		if isAlpha(t[i-1]) {
			i--
			continue
		}
		if t[i-1] < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeLastRuneInString(t[:i])
		if !unicode.IsLetter(r) {
			break
		}
		i -= size
	}
	return t[i:to], i
}

var monthNames = func() map[string]bool {
	const names = "january february march april may june july august september october november december " +
		"jan feb mar apr jun jul aug sep sept oct nov dec " +
		"januar februar märz mai juni juli oktober dezember jänner feber mär okt dez mrz " +
		"janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre janv févr avr juil déc " +
		"enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic " +
		"gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott " +
		"januari februari maart mei augustus mrt " +
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września wrzesnia października pazdziernika listopada grudnia " +
		"janeiro fevereiro março marco maio junho julho setembro outubro novembro dezembro fev out " +
		"augusti oktober maj " +
		"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta " +
		"desember marts ledna února března dubna května června července srpna září října listopadu prosince"
	m := map[string]bool{}
	for n := range strings.FieldsSeq(names) {
		m[n] = true
	}
	return m
}()
