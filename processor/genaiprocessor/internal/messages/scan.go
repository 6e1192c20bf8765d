// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// Most bytes of JSON that carries messages are text. What this file does goes
// through text by leaps from quote to quote, which is as fast as copying it;
// gjson reads it byte by byte, several times. Values are handed on as those of
// gjson, whose look-ups serve where objects are small.

// maxDepth bounds the nesting of JSON: deeper than any real payload, far from
// what the stack holds.
const maxDepth = 64

// valid reports whether s is one JSON value of bounded depth. It is strict but
// for control characters within strings, which pass.
func valid(s string) bool {
	i, ok := validValue(s, 0, maxDepth)
	return ok && skipSpace(s, i) == len(s)
}

// validValue checks the value at i and returns the position behind it.
func validValue(s string, i, depth int) (next int, ok bool) {
	i = skipSpace(s, i)
	if i == len(s) {
		return i, false
	}
	switch s[i] {
	case '{', '[':
		if depth == 0 {
			return i, false
		}
		return validEntries(s, i, depth-1)
	case '"':
		return validString(s, i)
	case 't':
		return i + len("true"), strings.HasPrefix(s[i:], "true")
	case 'f':
		return i + len("false"), strings.HasPrefix(s[i:], "false")
	case 'n':
		return i + len("null"), strings.HasPrefix(s[i:], "null")
	default:
		return validNumber(s, i)
	}
}

// validEntries checks the object or list that opens at i.
func validEntries(s string, i, depth int) (next int, ok bool) {
	object := s[i] == '{'
	closing := s[i] + 2 // in ASCII both pairs of brackets are two apart
	if i = skipSpace(s, i+1); i < len(s) && s[i] == closing {
		return i + 1, true
	}
	for {
		if object {
			if i = skipSpace(s, i); i == len(s) || s[i] != '"' {
				return i, false
			}
			if i, ok = validString(s, i); !ok {
				return i, false
			}
			if i = skipSpace(s, i); i == len(s) || s[i] != ':' {
				return i, false
			}
			i++
		}
		if i, ok = validValue(s, i, depth); !ok {
			return i, false
		}
		if i = skipSpace(s, i); i == len(s) {
			return i, false
		}
		switch s[i] {
		case ',':
			i++
		case closing:
			return i + 1, true
		default:
			return i, false
		}
	}
}

func validString(s string, i int) (next int, ok bool) {
	n := stringEnd(s[i+1:])
	if n < 0 {
		return len(s), false
	}
	text := s[i+1 : i+1+n]
	for {
		escape := strings.IndexByte(text, '\\')
		if escape < 0 {
			return i + n + 2, true
		}
		size := 2
		switch text[escape+1] { // a string does not end with a lone backslash
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		case 'u':
			if _, ok := hexRune(text[escape:]); !ok {
				return i, false
			}
			size = 6
		default:
			return i, false
		}
		text = text[escape+size:]
	}
}

func validNumber(s string, i int) (next int, ok bool) {
	digits := func() bool {
		start := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i > start
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++
	} else if !digits() {
		return i, false
	}
	if i < len(s) && s[i] == '.' {
		if i++; !digits() {
			return i, false
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if !digits() {
			return i, false
		}
	}
	return i, true
}

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// stringEnd returns the position of the quote that ends a JSON string, -1 if
// none does.
func stringEnd(s string) int {
	for from := 0; ; {
		i := strings.IndexByte(s[from:], '"')
		if i < 0 {
			return -1
		}
		end := from + i
		escapes := 0
		for j := end - 1; j >= 0 && s[j] == '\\'; j-- {
			escapes++
		}
		if escapes%2 == 0 {
			return end
		}
		from = end + 1
	}
}

// Each calls f for the entries of an object or a list, as [gjson.Result.ForEach]
// does, until f returns false. v must be valid.
func Each(v gjson.Result, f func(key, value gjson.Result) bool) {
	if v.Type != gjson.JSON {
		if v.Exists() {
			v.ForEach(f)
		}
		return
	}
	s := v.Raw
	i := skipSpace(s, 0)
	object := s[i] == '{'
	for i++; ; i++ {
		if i = skipSpace(s, i); s[i] == '}' || s[i] == ']' {
			return
		}
		var key, value gjson.Result
		if object {
			key, i = valueAt(s, i)
			i = skipSpace(s, skipSpace(s, i)+1) // the colon
		}
		value, i = valueAt(s, i)
		if !f(key, value) {
			return
		}
		if i = skipSpace(s, i); s[i] != ',' {
			return
		}
	}
}

// valueAt returns the value at i and the position behind it.
func valueAt(s string, i int) (v gjson.Result, next int) {
	switch s[i] {
	case '"':
		next = i + stringEnd(s[i+1:]) + 2
		return gjson.Result{Type: gjson.String, Raw: s[i:next], Str: unescape(s[i+1 : next-1])}, next
	case '{', '[':
		next = nestedEnd(s, i)
		return gjson.Result{Type: gjson.JSON, Raw: s[i:next]}, next
	}
	for next = i; next < len(s) && !endsScalar(s[next]); {
		next++
	}
	switch raw := s[i:next]; raw[0] {
	case 't':
		return gjson.Result{Type: gjson.True, Raw: raw}, next
	case 'f':
		return gjson.Result{Type: gjson.False, Raw: raw}, next
	case 'n':
		return gjson.Result{Type: gjson.Null, Raw: raw}, next
	default:
		n, _ := strconv.ParseFloat(raw, 64) // infinite beyond the range, as with gjson
		return gjson.Result{Type: gjson.Number, Raw: raw, Num: n}, next
	}
}

// endsScalar reports whether a number, true, false or null ends before c.
func endsScalar(c byte) bool {
	switch c {
	case ',', ']', '}', ' ', '\n', '\t', '\r':
		return true
	default:
		return false
	}
}

// nestedEnd returns the position behind the object or list that opens at i.
func nestedEnd(s string, i int) int {
	for depth := 0; ; i++ {
		switch s[i] {
		case '"':
			i += stringEnd(s[i+1:]) + 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
}

// unescape returns the text of a valid JSON string. Without escapes it is s.
func unescape(s string) string {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '\\') {
		b.WriteString(s[:i])
		c := s[i+1]
		if c != 'u' {
			b.WriteByte(escaped(c))
			s = s[i+2:]
			continue
		}
		r, _ := hexRune(s[i:])
		s = s[i+6:]
		if utf16.IsSurrogate(r) {
			low, ok := hexRune(s)
			if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
				r, s = pair, s[6:]
			} else {
				r = utf8.RuneError
			}
		}
		b.WriteRune(r)
	}
	b.WriteString(s)
	return b.String()
}

func escaped(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	default:
		return c
	}
}

// hexRune reads an escape of the form \u0000 at the start of s.
func hexRune(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 32)
	return rune(n), err == nil //nolint:gosec // 16 bits
}
