// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package jsontext

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Results of escapeLen that are no length.
const (
	invalidEscape = 0
	cutEscape     = -1
)

// escapeLen returns the length of the escape that text, which is not empty,
// begins with: 2, or 6 for \uXXXX.
func escapeLen(text string) int {
	if len(text) == 1 {
		return cutEscape
	}
	if text[1] != 'u' {
		if strings.IndexByte(`"\/bfnrt`, text[1]) < 0 {
			return invalidEscape
		}
		return 2
	}
	for i := 2; i < 6; i++ {
		if i == len(text) {
			return cutEscape
		}
		if _, ok := hexDigit(text[i]); !ok {
			return invalidEscape
		}
	}
	return 6
}

func hexDigit(c byte) (rune, bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}

// escape decodes the escape that text begins with, a pair of surrogates as one.
// n is the number of bytes read; it is 1 where there is no escape, and r is then
// the backslash itself. Half a pair becomes U+FFFD.
func escape(text string) (r rune, n int) {
	switch escapeLen(text) {
	case 2:
		switch c := text[1]; c {
		case 'b':
			return '\b', 2
		case 'f':
			return '\f', 2
		case 'n':
			return '\n', 2
		case 'r':
			return '\r', 2
		case 't':
			return '\t', 2
		default:
			return rune(c), 2
		}
	case 6:
		r = unit(text)
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		if len(text) > 6 && text[6] == '\\' && escapeLen(text[6:]) == 6 {
			if pair := utf16.DecodeRune(r, unit(text[6:])); pair != utf8.RuneError {
				return pair, 12
			}
		}
		return utf8.RuneError, 6
	default:
		return '\\', 1
	}
}

func unit(text string) (r rune) {
	for i := 2; i < 6; i++ {
		d, _ := hexDigit(text[i]) // escapeLen looked
		r = r<<4 | d
	}
	return r
}

// Unescape appends what the escaped text of a string means to dst. A backslash
// that begins no escape stands for itself.
func Unescape(dst []byte, text string) []byte {
	for {
		i := strings.IndexByte(text, '\\')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		r, n := escape(text[i:])
		dst = utf8.AppendRune(dst, r)
		text = text[i+n:]
	}
}

// Escape appends text to dst as it stands within a string. What is not ASCII
// stays as it is.
func Escape(dst []byte, text string) []byte {
	const hex = "0123456789abcdef"
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// Offsets finds positions in escaped text for positions in what it means.
// Positions must be asked for in ascending order.
type Offsets struct {
	text         string
	raw, decoded int
}

// NewOffsets returns the Offsets of the escaped text of a string.
func NewOffsets(text string) Offsets { return Offsets{text: text} }

// Raw returns the position in the escaped text for a position in the decoded
// one. A position within the bytes of an escape gives the start of the escape.
func (o *Offsets) Raw(decoded int) int {
	for o.decoded < decoded {
		rest := o.text[o.raw:]
		plain := strings.IndexByte(rest, '\\')
		if plain < 0 {
			plain = len(rest)
		}
		if step := min(plain, decoded-o.decoded); step > 0 {
			o.raw, o.decoded = o.raw+step, o.decoded+step
			continue
		}
		if rest == "" {
			break
		}
		r, n := escape(rest)
		size := utf8.RuneLen(r)
		if o.decoded+size > decoded {
			break
		}
		o.raw, o.decoded = o.raw+n, o.decoded+size
	}
	return o.raw
}
