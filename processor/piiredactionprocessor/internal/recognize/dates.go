// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import "github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/check"

// yymmdd reports whether digits at i are year, month and day.
func yymmdd(v check.Value, i int) bool { return check.Date(v.Num(i+2, i+4), v.Num(i+4, i+6)) }

// ddmmyy reports whether a number begins with day, month and year.
func ddmmyy(v check.Value) bool { return check.Date(v.Num(2, 4), v.Num(0, 2)) }
