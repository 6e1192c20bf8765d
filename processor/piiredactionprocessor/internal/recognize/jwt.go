// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

func init() {
	registerFinder(finder{
		types: []entity.Type{entity.JWT},
		long:  findJWT,
		about: [3]string{"two to five base64url parts joined by dots, the first an encoded JSON object", "syntax of RFC 7515 and 7516", "no"},
	})
}

const minJWT = 36

// findJWT takes the parts that follow a run which begins with eyJ, the base64
// of "{\"".
func findJWT(c *Cursor, start, end int) {
	t := c.Text
	if !strings.HasPrefix(t[start:], "eyJ") && !strings.HasPrefix(t[start:], "ewog") && !strings.HasPrefix(t[start:], "ZXlK") || start < c.jwtEnd {
		return
	}
	if start > 0 && (t[start-1] == '.' || t[start-1] == '/' || t[start-1] == '+') {
		return
	}
	parts := 1
	for parts < 5 && end < len(t) && t[end] == '.' {
		k := end + 1
		for k < len(t) && runByte[t[k]] {
			k++
		}
		if k-end < 4 && parts < 2 {
			break
		}
		if k == end+1 && (k < len(t) && t[k] != '.' && parts < 2) {
			break
		}
		if k == end+1 && (k >= len(t) || t[k] != '.') {
			break // the dot that ends a sentence
		}
		parts++
		end = k
	}
	for end < len(t) && t[end] == '=' {
		end++
	}
	if parts < 2 && !strings.HasPrefix(t[start:], "ZXlK") || end-start < minJWT {
		return
	}
	c.jwtEnd = end
	c.emit(entity.JWT, start, end, rankSecret)
}
