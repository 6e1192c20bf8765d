// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package placeholder defines what stands in place of a value that was found,
// and recognises it again, so that a second pass leaves it alone:
//
//	[EMAIL]                       replaced
//	[EMAIL_2]                     replaced, the second e-mail address of its trace
//	[EMAIL:k3:7QX2M4KD9PZA5TBC]   pseudonym of key 3
//	[EMAIL:e3:aGVsbG8]            encrypted with key 3
//	[REDACTED:EMAIL]              a whole string that held an e-mail address
//	[REDACTED:error]              a string that could not be checked
package placeholder

import (
	"strconv"
	"strings"
)

// Strings that stand for more than one value.
const (
	// Failed stands for a string that could not be checked.
	Failed = "[REDACTED:error]"
	// Oversize stands for the end of a string that is longer than allowed.
	Oversize = "[REDACTED:oversize]"
	// Cut stands for the part of a value at the end of a text that was cut off
	// before.
	Cut = "[REDACTED:cut]"
)

// MaxKeyID is the length that the id of a key may have.
const MaxKeyID = 16

// Forms of a token that was made with a key.
const (
	Pseudonym = 'k'
	Encrypted = 'e'
)

// Type appends the placeholder of a type to dst. With n = 0 it has no number.
func Type(dst []byte, typ string, n int) []byte {
	dst = append(dst, '[')
	dst = append(dst, typ...)
	if n > 0 {
		dst = append(dst, '_')
		dst = strconv.AppendInt(dst, int64(n), 10)
	}
	return append(dst, ']')
}

// Dropped appends the placeholder of a whole string to dst.
func Dropped(dst []byte, typ string) []byte {
	dst = append(dst, "[REDACTED:"...)
	dst = append(dst, typ...)
	return append(dst, ']')
}

// Token appends the placeholder of a value that was made with a key to dst.
func Token(dst []byte, typ string, form byte, keyID, payload string) []byte {
	dst = append(dst, '[')
	dst = append(dst, typ...)
	dst = append(dst, ':', form)
	dst = append(dst, keyID...)
	dst = append(dst, ':')
	dst = append(dst, payload...)
	return append(dst, ']')
}

// Placeholder is one that was found in a text.
type Placeholder struct {
	// Start and End delimit it, brackets included.
	Start, End int
	// Type is the type, "REDACTED" for a whole string.
	Type string
	// Form is Pseudonym or Encrypted, or 0.
	Form byte
	// KeyID and Payload are those of a token.
	KeyID, Payload string
}

// maxType is longer than any name of a type.
const maxType = 64

// Next returns the first placeholder in text at or after from. known says which
// types there are: that of "[AKIA...]", which looks like one, is not known.
func Next(text string, from int, known func(string) bool) (Placeholder, bool) {
	for i := from; i < len(text); i++ {
		n := strings.IndexByte(text[i:], '[')
		if n < 0 {
			break
		}
		i += n
		if p, ok := parse(text, i, known); ok {
			return p, true
		}
	}
	return Placeholder{}, false
}

func parse(text string, start int, known func(string) bool) (p Placeholder, ok bool) {
	i := start + 1
	for i < len(text) && i-start <= maxType && isType(text[i]) {
		i++
	}
	if i == len(text) || i == start+1 {
		return p, false
	}
	p = Placeholder{Start: start, Type: text[start+1 : i]}
	switch text[i] {
	case ']':
		p.End = i + 1
		return p, known(p.Type) || known(withoutNumber(p.Type))
	case ':':
	default:
		return p, false
	}
	rest := text[i+1:]
	if p.Type == "REDACTED" {
		n := strings.IndexByte(rest, ']')
		if n < 0 || n > maxType {
			return p, false
		}
		p.Payload, p.End = rest[:n], i+1+n+1
		return p, p.Payload == "error" || p.Payload == "oversize" || p.Payload == "cut" || known(p.Payload)
	}
	if rest == "" || rest[0] != Pseudonym && rest[0] != Encrypted || !known(p.Type) {
		return p, false
	}
	p.Form = rest[0]
	rest = rest[1:]
	n := strings.IndexByte(rest, ':')
	if n < 1 || n > MaxKeyID || !ValidKeyID(rest[:n]) {
		return p, false
	}
	p.KeyID, rest = rest[:n], rest[n+1:]
	j := 0
	for j < len(rest) && isPayload(rest[j]) {
		j++
	}
	if j == 0 || j == len(rest) || rest[j] != ']' {
		return p, false
	}
	p.Payload = rest[:j]
	p.End = len(text) - len(rest) + j + 1
	return p, true
}

// ValidKeyID says whether a key may be called id.
func ValidKeyID(id string) bool {
	if id == "" || len(id) > MaxKeyID {
		return false
	}
	for i := range len(id) {
		if c := id[i]; !isPayload(c) {
			return false
		}
	}
	return true
}

func withoutNumber(typ string) string {
	digits := strings.TrimRight(typ, "0123456789")
	if name, ok := strings.CutSuffix(digits, "_"); ok && len(digits) < len(typ) {
		return name
	}
	return ""
}

func isType(c byte) bool { return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' }

func isPayload(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}
