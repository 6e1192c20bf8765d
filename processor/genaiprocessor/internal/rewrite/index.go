// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import "strings"

// maxIndexDigits bounds the indices that are read: 4 digits are more than any
// real conversation has, and no index can make a list of a size that matters.
const maxIndexDigits = 4

// Index splits "3.role" into 3 and "role". It reports false where rest does
// not start with a number of at most four digits.
func Index(rest string) (n int, field string, ok bool) {
	digits, field, _ := strings.Cut(rest, ".")
	if digits == "" || len(digits) > maxIndexDigits {
		return 0, "", false
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, "", false
		}
		n = n*10 + int(c-'0')
	}
	return n, field, true
}
