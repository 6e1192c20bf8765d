// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package messages

import (
	"encoding/base64"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// ToJSON returns v as JSON. Fields keep their order; bytes become base64, and
// numbers that JSON has not (NaN, infinities) null.
func ToJSON(v pcommon.Value) string {
	var b strings.Builder
	b.Grow(sizeOf(v))
	writeValue(&b, v)
	return b.String()
}

func writeValue(b *strings.Builder, v pcommon.Value) {
	var number [32]byte
	switch v.Type() {
	case pcommon.ValueTypeStr:
		writeString(b, v.Str())
	case pcommon.ValueTypeInt:
		b.Write(strconv.AppendInt(number[:0], v.Int(), 10))
	case pcommon.ValueTypeDouble:
		if f := v.Double(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			b.Write(strconv.AppendFloat(number[:0], f, 'g', -1, 64))
			return
		}
		b.WriteString("null")
	case pcommon.ValueTypeBool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case pcommon.ValueTypeBytes:
		b.WriteByte('"')
		b.WriteString(base64.StdEncoding.EncodeToString(v.Bytes().AsRaw()))
		b.WriteByte('"')
	case pcommon.ValueTypeSlice:
		b.WriteByte('[')
		for i, e := range v.Slice().All() {
			if i > 0 {
				b.WriteByte(',')
			}
			writeValue(b, e)
		}
		b.WriteByte(']')
	case pcommon.ValueTypeMap:
		b.WriteByte('{')
		first := true
		for name, e := range v.Map().All() {
			if !first {
				b.WriteByte(',')
			}
			first = false
			writeString(b, name)
			b.WriteByte(':')
			writeValue(b, e)
		}
		b.WriteByte('}')
	default:
		b.WriteString("null")
	}
}

const hex = "0123456789abcdef"

// writeString writes s as a JSON string. Invalid UTF-8 becomes the replacement
// character.
func writeString(b *strings.Builder, s string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	b.WriteByte('"')
	for {
		i := plain(s)
		b.WriteString(s[:i])
		if i == len(s) {
			b.WriteByte('"')
			return
		}
		switch c := s[i]; c {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.WriteString(`\u00`)
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&0xf])
		}
		s = s[i+1:]
	}
}

// plain returns the number of bytes at the start of s that need no escape. It
// looks at sixteen at a time.
func plain(s string) int {
	i := 0
	for ; i+16 <= len(s); i += 16 {
		text := s[i : i+16]
		v, w := escapes(word(text)), escapes(word(text[8:]))
		if v|w == 0 {
			continue
		}
		if v != 0 {
			return i + bits.TrailingZeros64(v)/8
		}
		return i + 8 + bits.TrailingZeros64(w)/8
	}
	for i < len(s) && s[i] >= ' ' && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

// word returns the first eight bytes of s.
func word(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// escapes has the highest bit set of the first byte of a word that needs an escape,
// and maybe of bytes after it.
func escapes(word uint64) uint64 {
	const (
		ones  = 0x0101010101010101
		highs = 0x8080808080808080
	)
	quote, backslash := word^(ones*'"'), word^(ones*'\\')
	// A byte of zero, or one below a space, carries into its highest bit.
	return ((quote-ones)&^quote | (backslash-ones)&^backslash | (word-ones*' ')&^word) & highs
}

// sizeOf estimates the length of v as JSON, text with some escapes.
func sizeOf(v pcommon.Value) int {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return len(v.Str()) + len(v.Str())/16 + 2
	case pcommon.ValueTypeBytes:
		return base64.StdEncoding.EncodedLen(v.Bytes().Len()) + 2
	case pcommon.ValueTypeSlice:
		n := 2
		for _, e := range v.Slice().All() {
			n += sizeOf(e) + 1
		}
		return n
	case pcommon.ValueTypeMap:
		n := 2
		for name, e := range v.Map().All() {
			n += len(name) + 4 + sizeOf(e)
		}
		return n
	default:
		return 16
	}
}
