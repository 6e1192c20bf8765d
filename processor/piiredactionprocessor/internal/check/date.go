// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package check

var monthDays = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// Date reports whether day and month can be a date of some year.
func Date(month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= monthDays[month]
}
