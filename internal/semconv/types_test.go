// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package semconv

import (
	"slices"
	"strings"
	"testing"
)

func TestTyped(t *testing.T) {
	names := Typed()
	if !slices.IsSorted(names) {
		t.Error("names are not sorted")
	}
	for _, name := range names {
		if TypeOf(name) == Any {
			t.Errorf("%s has no type", name)
		}
		if strings.HasSuffix(name, "_tokens") && TypeOf(name) != Int {
			t.Errorf("%s counts tokens and is no Int", name)
		}
	}
	for _, open := range []string{InputMessages, ToolCallArguments, "unknown"} {
		if TypeOf(open) != Any {
			t.Errorf("%s may hold any value", open)
		}
	}
}
