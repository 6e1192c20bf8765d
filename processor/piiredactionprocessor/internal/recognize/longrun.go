// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

// span is a part of the text, end exclusive.
type span struct{ from, to int }

// opaqueRun is the length from which a run of the base64 alphabets is data
// that nobody reads: images, audio, encrypted reasoning.
const opaqueRun = 256

var runByte = func() (t [256]bool) {
	for c := range 256 {
		t[c] = isAlnum(byte(c)) || c == '_' || c == '-'
	}
	return t
}()

var base64Byte = func() (t [256]bool) {
	for c := range 256 {
		t[c] = isAlnum(byte(c)) || c == '_' || c == '-' || c == '+' || c == '/'
	}
	return t
}()

// longRuns calls the recognisers of keys at every run of at least longRun
// bytes, and notes the opaque runs. It looks at few bytes of ordinary text: a
// run that long must cover the last byte of some window of that length.
func (s *Set) longRuns(c *Cursor) {
	c.skips = c.skips[:0]
	t := c.Text
	for i := 0; i+longRun <= len(t); {
		k := i + longRun - 1
		if marks := spaces8(load8(t, k-7)); marks != 0 {
			i = k - 6 + lastByte(marks)
			continue
		}
		for k >= i && runByte[t[k]] {
			k--
		}
		if k >= i {
			i = k + 1
			continue
		}
		end := i + longRun
		for end < len(t) && runByte[t[end]] {
			end++
		}
		start := c.skipEscape(i, end)
		for _, f := range s.onLong {
			f(c, start, end)
		}
		if end-start >= uuidLen && uuidIn(c, start, end) {
			i = end
			continue
		}
		i = end
		if o, ok := opaque(t, start, end); ok {
			c.skips = append(c.skips, o)
			i = o.to
		}
	}
}

// opaque widens a run to the base64 alphabet.
func opaque(t string, from, to int) (span, bool) {
	for from > 0 && base64Byte[t[from-1]] {
		from--
	}
	for to < len(t) && base64Byte[t[to]] {
		to++
	}
	for to < len(t) && t[to] == '=' {
		to++
	}
	return span{from, to}, to-from >= opaqueRun
}

const uuidLen = 36

// uuidIn notes the UUIDs in a run: their digits are no numbers.
func uuidIn(c *Cursor, start, end int) bool {
	found := false
	for i := start; i+uuidLen <= end; i++ {
		if uuidAt(c.Text, i) && (i == start || !isHex(c.Text[i-1])) {
			if c.skips == nil {
				c.skips = make([]span, 0, 32)
			}
			c.skips = append(c.skips, span{i, i + uuidLen})
			i += uuidLen - 1
			found = true
		}
	}
	return found
}

// uuidAt reports whether 8-4-4-4-12 hexadecimal digits begin at i.
func uuidAt(t string, i int) bool {
	if t[i+8] != '-' || t[i+13] != '-' || t[i+18] != '-' || t[i+23] != '-' {
		return false
	}
	for k := i; k < i+uuidLen; k++ {
		if t[k] != '-' && !isHex(t[k]) {
			return false
		}
	}
	return true
}
