// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.Email},
		about: [3]string{"local@domain.tld, also percent-encoded and with non-ASCII letters", "syntax of RFC 5321 and 6531, alphabetic top-level domain", "no"},
	})
}

const (
	maxLocal  = 128
	maxDomain = 255
)

// fileSuffixes are no top-level domains but follow "@" in file names
// (icon@2x.png).
var fileSuffixes = map[string]bool{
	"png": true, "jpg": true, "jpeg": true, "gif": true, "svg": true, "webp": true, "js": true, "jsx": true, "tsx": true,
	"css": true, "json": true, "yaml": true, "yml": true, "xml": true, "html": true, "txt": true, "exe": true, "dll": true,
	"bmp": true, "ico": true, "pdf": true, "log": true, "csv": true, "lock": true, "whl": true, "tgz": true, "gz": true,
}

// findEmail looks around the "@" in text[at:after]; that is one byte, or three
// when it is written %40.
func findEmail(c *Cursor, at, after int) {
	end, ok := emailDomain(c, after)
	if !ok {
		return
	}
	start := emailLocal(c, at)
	if start >= at {
		return
	}
	t := c.Text
	if t[start:at] == "git" && end < len(t) && t[end] == ':' {
		return // git@host:path is a place, not a person
	}
	c.emit(entity.Email, start, end, rankExact)
}

func emailDomain(c *Cursor, from int) (end int, ok bool) {
	t := c.Text
	label, dot, nonLetter := from, -1, false
	i := from
	for i < len(t) && i-from < maxDomain {
		b := t[i]
		switch {
		case isAlpha(b):
			i++
		case isDigit(b), b == '-':
			nonLetter = true
			i++
		case b == '.':
			if i == label {
				return 0, false
			}
			if i+1 >= len(t) || !isAlnum(t[i+1]) && t[i+1] < utf8.RuneSelf && !escapedLetter(c, i+1) {
				goto done
			}
			dot, label, nonLetter = i, i+1, false
			i++
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(t[i:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				goto done
			}
			i += size
		case escapedLetter(c, i):
			i += 6
		default:
			goto done
		}
	}
done:
	for i > label && t[i-1] == '-' {
		i--
	}
	if dot < 0 || i-label < 2 {
		return 0, false
	}
	tld := t[label:i]
	if nonLetter && !strings.HasPrefix(tld, "xn--") {
		// "example.com-3" or "example.com2": no domain.
		return 0, false
	}
	if len(tld) > 24 && tld[0] < utf8.RuneSelf || fileSuffixes[tld] {
		return 0, false
	}
	return i, true
}

// escapedLetter reports whether cut JSON holds a \uXXXX letter at i.
func escapedLetter(c *Cursor, i int) bool {
	if !c.Escaped {
		return false
	}
	r, ok := unescape(c.Text, i)
	return ok && unicode.IsLetter(r)
}

func unescape(t string, i int) (rune, bool) {
	if i+6 > len(t) || t[i] != '\\' || t[i+1] != 'u' {
		return 0, false
	}
	r := rune(0)
	for _, h := range []byte(t[i+2 : i+6]) {
		if !isHex(h) {
			return 0, false
		}
		r = r<<4 | rune(unhex(h))
	}
	return r, true
}

func unhex(h byte) byte {
	if isDigit(h) {
		return h - '0'
	}
	return h&0x1f + 9
}

// emailLocal walks left from "@" and returns where the local part begins.
func emailLocal(c *Cursor, at int) int {
	t := c.Text
	i := at
	for i > 0 && at-i < maxLocal {
		b := t[i-1]
		switch {
		case isAlnum(b):
			if start := escapeStart(t, i-1, at); start >= 0 {
				if r, ok := unescape(t, start); ok && c.Escaped && unicode.IsLetter(r) {
					i = start
					continue
				}
				return trimLocal(t, i, at)
			}
			if hex, ok := percentEnd(t, i); ok {
				if isAlnum(hex) || strings.IndexByte("._+-", hex) >= 0 {
					i -= 3
					continue
				}
				return trimLocal(t, i, at)
			}
			i--
		case b == '.', b == '_', b == '+', b == '-':
			i--
		case b == '\'':
			if i < 2 || !isAlpha(t[i-2]) || !isAlpha(t[i]) {
				return trimLocal(t, i, at)
			}
			i--
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeLastRuneInString(t[:i])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				return trimLocal(t, i, at)
			}
			i -= size
		default:
			return trimLocal(t, i, at)
		}
	}
	return trimLocal(t, i, at)
}

// escapeStart returns where a backslash escape begins whose letters end with
// the byte at i, or -1.
func escapeStart(t string, i, at int) int {
	if i >= 1 && t[i-1] == '\\' && strings.IndexByte("nrtbf", t[i]) >= 0 && i+1 < at {
		return i - 1
	}
	if i >= 5 && t[i-5] == '\\' && t[i-4] == 'u' && isHex(t[i]) && isHex(t[i-1]) && isHex(t[i-2]) && isHex(t[i-3]) {
		return i - 5
	}
	return -1
}

// percentEnd decodes a percent escape that ends before i.
func percentEnd(t string, i int) (byte, bool) {
	if i >= 3 && t[i-3] == '%' && isHex(t[i-2]) && isHex(t[i-1]) {
		return unhex(t[i-2])<<4 | unhex(t[i-1]), true
	}
	return 0, false
}

func trimLocal(t string, from, at int) int {
	for from < at && (t[from] == '.' || t[from] == '-' || t[from] == '+') {
		from++
	}
	return from
}
