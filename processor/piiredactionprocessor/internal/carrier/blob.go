// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package carrier

import "strings"

// Sizes of base64 in bytes.
const (
	// minBlob is the least length of a run of base64 that counts as binary data.
	minBlob = 256
	// maxSecret is the length up to which base64 that is a whole value may be a
	// secret, such as a token, and is scanned.
	maxSecret = 4096
)

// WholeBlob says whether the value is binary data in base64 that need not be
// scanned: a data: URI, or base64 that is too long for a secret.
func WholeBlob(value string) bool {
	if len(value) < minBlob {
		return false
	}
	if rest, ok := strings.CutPrefix(value, "data:"); ok {
		mime, payload, ok := strings.Cut(rest[:min(len(rest), 128)], ";base64,")
		if ok && !strings.ContainsAny(mime, " @\n") && len(payload) > 0 {
			return isBase64(rest[len(mime)+len(";base64,"):])
		}
		return false
	}
	return len(value) > maxSecret && isBase64(value[:minBlob]) && isBase64(value)
}

// WithinBlob says whether text[start:end] is a part of a longer run of base64:
// what looks like something in there is chance.
func WithinBlob(text string, start, end int) bool {
	if end-start >= minBlob || !isBase64(text[start:end]) {
		return false
	}
	from, to := start, end
	for from > 0 && end-from < minBlob+1 && base64Byte[text[from-1]] {
		from--
	}
	for to < len(text) && to-from < minBlob+1 && base64Byte[text[to]] {
		to++
	}
	return to-from > minBlob
}

// WithinUUID says whether text[start:end] is a part of a UUID, where any digits
// are chance.
func WithinUUID(text string, start, end int) bool {
	const size = 36
	if end-start > size {
		return false
	}
	for from := max(0, end-size); from <= start && from+size <= len(text); from++ {
		if isUUID(text[from : from+size]) {
			return true
		}
	}
	return false
}

func isUUID(s string) bool {
	if s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}
