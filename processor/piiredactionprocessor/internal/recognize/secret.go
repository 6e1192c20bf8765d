// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

var secretWords = []string{"password"}

func placeholder(s string) bool { return s == "" }
