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
