// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.URLCredentials},
		colon: findURLCredentials,
		about: [3]string{"scheme://user:password@: user and password", "syntax of RFC 3986, no placeholder", "no"},
	})
}

const maxUserinfo = 256

// findURLCredentials takes user:password of scheme://user:password@host. The
// rest of the URL stays.
func findURLCredentials(c *Cursor, i int) {
	t := c.Text
	if !strings.HasPrefix(t[i:], "://") || i == 0 || !isAlnum(t[i-1]) {
		return
	}
	start := i + 3
	at, colon := -1, -1
	for k := start; k < len(t) && k-start < maxUserinfo; k++ {
		b := t[k]
		switch {
		case b == '@':
			at = k
			continue
		case b == ':' && colon < 0:
			colon = k
			continue
		case b == '/' || b == '?' || b == '#':
			// Part of a password that nobody encoded, unless a port ends here.
			if at < 0 && colon >= 0 && k > colon+1 && !onlyDigits(t[colon+1:k]) {
				continue
			}
		case b > ' ' && strings.IndexByte("\"'<>\\`)", b) < 0 && (b != ',' || at < 0):
			continue
		}
		break
	}
	if at < 0 || colon < 0 || colon > at || colon == start && at-colon < 2 || at == colon+1 {
		return
	}
	if password := t[colon+1 : at]; placeholder(password) || strings.ContainsRune(password, '/') && strings.Contains(t[start:at], "//") {
		return
	}
	c.emit(entity.URLCredentials, start, at, rankBlock)
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
