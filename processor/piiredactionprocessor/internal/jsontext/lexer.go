// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package jsontext

import "strings"

// MaxDepth is how deep objects and arrays may be nested. Deeper text counts as
// no JSON.
const MaxDepth = 512

// Kind says what a token is.
type Kind uint8

// The kinds of tokens that a Lexer returns.
const (
	// Key is the name of a field of an object.
	Key Kind = iota
	// String is a string that is a value.
	String
	// Number is a number.
	Number
)

// Token is a string or a number in the text.
type Token struct {
	// Start and End delimit the token in bytes, End exclusive: of a string what
	// stands between its quotes.
	Start, End int
	// NameStart and NameEnd delimit the key that the token is the value of,
	// escapes as they are. The elements of an array have the key of the array.
	// Both are 0 where there is none.
	NameStart, NameEnd int
	Kind               Kind
	// Escapes says that a string holds a backslash.
	Escapes bool
	// Cut says that the text ends within the string.
	Cut bool
}

// Status is how far a Lexer came.
type Status uint8

// States of a Lexer.
const (
	// Open is before the end.
	Open Status = iota
	// Complete is at the end of text that is JSON.
	Complete
	// Truncated is at the end of text that is the beginning of JSON.
	Truncated
	// Invalid is at something that is not JSON.
	Invalid
)

// Lexer goes through JSON values. The zero Lexer is to be Reset.
type Lexer struct {
	text   string
	pos    int
	status Status
	expect expect
	stack  []frame
}

// frame is an object or an array that is open.
type frame struct {
	nameStart, nameEnd int // its key, and of an object that of the current field
	object             bool
}

// expect is what may come next.
type expect uint8

const (
	value         expect = iota
	valueOrEnd           // after [
	keyOrEnd             // after {
	key                  // after a comma in an object
	colon                // after a key
	commaOrEnd           // after a value
	topLevelOrEnd        // after a value at the top: values may follow each other
)

// Reset starts at the beginning of text, which holds objects and arrays that
// follow each other, as in JSON lines, or one string.
func (l *Lexer) Reset(text string) {
	l.text, l.pos, l.status, l.expect, l.stack = text, 0, Open, value, l.stack[:0]
}

// Status says whether the text was JSON, once Next returned false.
func (l *Lexer) Status() Status { return l.status }

// Next returns the next string or number. It returns false at the end, or where
// the text is not JSON.
func (l *Lexer) Next() (Token, bool) {
	for l.status == Open {
		l.pos = skipSpace(l.text, l.pos)
		if l.pos == len(l.text) {
			l.end()
			break
		}
		c := l.text[l.pos]
		switch l.expect {
		case keyOrEnd, key:
			if c == '"' {
				return l.key()
			}
			if c == '}' && l.expect == keyOrEnd {
				l.pop()
				continue
			}
		case colon:
			if c == ':' {
				l.pos++
				l.expect = value
				continue
			}
		case commaOrEnd:
			if l.separator(c) {
				continue
			}
		case topLevelOrEnd:
			if c == '{' || c == '[' {
				l.push(c)
				continue
			}
		case value, valueOrEnd:
			if c == ']' && l.expect == valueOrEnd {
				l.pop()
				continue
			}
			if t, ok := l.value(c); ok {
				return t, true
			}
			continue
		}
		l.status = Invalid
	}
	return Token{}, false
}

func (l *Lexer) end() {
	switch {
	case l.expect == topLevelOrEnd:
		l.status = Complete
	case len(l.stack) > 0:
		l.status = Truncated
	default:
		l.status = Invalid // there is nothing
	}
}

// value reads a value. Containers, and words such as true, are no tokens.
func (l *Lexer) value(c byte) (Token, bool) {
	switch {
	case c == '{' || c == '[':
		l.push(c)
	case c == '"':
		t, ok := l.str(String)
		if !ok {
			return t, false
		}
		l.after()
		if len(l.stack) == 0 && (t.Cut || skipSpace(l.text, l.pos) != len(l.text)) {
			l.status = Invalid // a text that begins with a quotation
			return Token{}, false
		}
		return t, true
	case len(l.stack) == 0:
		l.status = Invalid
	case c == '-' || c >= '0' && c <= '9':
		start := l.pos
		for l.pos < len(l.text) && numeric[l.text[l.pos]] {
			l.pos++
		}
		if strings.HasPrefix(l.text[l.pos:], "Infinity") && l.pos == start+1 {
			l.pos += len("Infinity")
			l.after()
			return Token{}, false
		}
		t := l.token(Number, start, l.pos)
		t.Cut = l.pos == len(l.text)
		l.after()
		return t, true
	default:
		l.word()
	}
	return Token{}, false
}

// words are the values without a token. Python's encoder also writes the last
// two.
var words = [...]string{"true", "false", "null", "NaN", "Infinity"}

func (l *Lexer) word() {
	rest := l.text[l.pos:]
	for _, w := range words {
		if strings.HasPrefix(rest, w) {
			l.pos += len(w)
			l.after()
			return
		}
		if strings.HasPrefix(w, rest) {
			l.pos = len(l.text)
			l.status = Truncated
			return
		}
	}
	l.status = Invalid
}

func (l *Lexer) key() (Token, bool) {
	t, ok := l.str(Key)
	if !ok {
		return t, false
	}
	top := &l.stack[len(l.stack)-1]
	top.nameStart, top.nameEnd = t.Start, t.End
	t.NameStart, t.NameEnd = 0, 0
	l.expect = colon
	return t, true
}

// str reads a string; the position is at its first quote.
func (l *Lexer) str(kind Kind) (Token, bool) {
	start := l.pos + 1
	quote := l.quote(start)
	i, escapes := start, false
	for {
		b := strings.IndexByte(l.text[i:quote], '\\')
		if b < 0 {
			break
		}
		escapes = true
		switch n := escapeLen(l.text[i+b:]); n {
		case invalidEscape:
			l.status = Invalid
			return Token{}, false
		case cutEscape:
			l.pos = len(l.text)
			l.status = Truncated
			t := l.token(kind, start, i+b) // what is left of the escape says nothing
			t.Escapes, t.Cut = true, true
			return t, true
		default:
			if i += b + n; i > quote { // it was escaped
				quote = l.quote(i)
			}
		}
	}
	t := l.token(kind, start, quote)
	t.Escapes = escapes
	l.pos = quote + 1
	if quote == len(l.text) {
		l.pos = quote
		l.status = Truncated
		t.Cut = true
	}
	return t, true
}

// quote returns the position of the next quote, or the end.
func (l *Lexer) quote(from int) int {
	if n := strings.IndexByte(l.text[from:], '"'); n >= 0 {
		return from + n
	}
	return len(l.text)
}

func (l *Lexer) token(kind Kind, start, end int) Token {
	t := Token{Kind: kind, Start: start, End: end}
	if len(l.stack) > 0 {
		top := &l.stack[len(l.stack)-1]
		t.NameStart, t.NameEnd = top.nameStart, top.nameEnd
	}
	return t
}

func (l *Lexer) push(c byte) {
	if len(l.stack) == MaxDepth {
		l.status = Invalid
		return
	}
	f := frame{object: c == '{'}
	if len(l.stack) > 0 {
		top := &l.stack[len(l.stack)-1]
		f.nameStart, f.nameEnd = top.nameStart, top.nameEnd
	}
	l.stack = append(l.stack, f)
	l.pos++
	l.expect = valueOrEnd
	if f.object {
		l.expect = keyOrEnd
	}
}

func (l *Lexer) pop() {
	l.stack = l.stack[:len(l.stack)-1]
	l.pos++
	l.after()
}

// after says what may follow a value.
func (l *Lexer) after() {
	if l.status != Open {
		return
	}
	l.expect = commaOrEnd
	if len(l.stack) == 0 {
		l.expect = topLevelOrEnd
	}
}

func (l *Lexer) separator(c byte) bool {
	object := l.stack[len(l.stack)-1].object
	switch {
	case c == ',':
		l.pos++
		l.expect = value
		if object {
			l.expect = key
		}
	case c == '}' && object, c == ']' && !object:
		l.pop()
	default:
		return false
	}
	return true
}

var numeric = func() (set [256]bool) {
	for _, c := range []byte("0123456789+-.eE") {
		set[c] = true
	}
	return set
}()

func skipSpace(text string, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') {
		i++
	}
	return i
}
