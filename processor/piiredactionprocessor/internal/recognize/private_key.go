// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.PrivateKey},
		text:  findPrivateKeys,
		about: [3]string{"PEM or PGP block; an unterminated block reaches to the end of the text", "markers of RFC 7468 and RFC 4880", "no"},
	})
}

const (
	pemBegin = "-----BEGIN "
	pemEnd   = "-----END "
	pemTail  = "-----"
)

// findPrivateKeys takes "-----BEGIN ... PRIVATE KEY-----" up to its end marker.
func findPrivateKeys(c *Cursor) {
	t := c.Text
	for i := 0; ; {
		n := strings.Index(t[i:], pemBegin)
		if n < 0 {
			return
		}
		start := i + n
		label := start + len(pemBegin)
		n = strings.Index(t[label:min(len(t), label+64)], pemTail)
		if n < 0 || !strings.Contains(t[label:label+n], "PRIVATE KEY") {
			i = label
			continue
		}
		body := label + n + len(pemTail)
		end := len(t)
		if n := strings.Index(t[body:], pemEnd); n >= 0 {
			end = body + n + len(pemEnd)
			if n := strings.Index(t[end:min(len(t), end+64)], pemTail); n >= 0 {
				end += n + len(pemTail)
			}
		}
		if hasKeyMaterial(t[body:end]) {
			c.emit(entity.PrivateKey, start, end, rankBlock)
			c.skips = append(c.skips, span{start, end})
		}
		i = end
	}
}

// hasKeyMaterial tells a key from prose about the marker.
func hasKeyMaterial(body string) bool {
	run := 0
	for i := range len(body) {
		if base64Byte[body[i]] {
			if run++; run >= 16 {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}
