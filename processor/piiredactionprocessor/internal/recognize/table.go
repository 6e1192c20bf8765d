// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package recognize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Table returns entities.md: every built-in type, what it looks like, how it is
// checked, whether it needs context.
func Table() string {
	var b strings.Builder
	b.WriteString(`# Entity types

Made from the recognisers by ` + "`go test ./internal/recognize -run TestTable -update`" + `.

In a shape ` + "`d`" + ` is a digit, ` + "`a`" + ` a letter, ` + "`x`" + ` either of them; other characters stand for
themselves, a space also for a no-break one. "Alone" shapes are taken in any sentence, unless a word for
things (order number, version, tracking) stands right in front of them. "Context" shapes need a word for
the type within 80 bytes before or 26 bytes after, or in the key; "or whole value" ones are also taken when
they are all that a text holds.

| type | family | alone | with context | check | on by default |
|---|---|---|---|---|---|
`)
	for _, info := range entity.All() {
		alone, context, check := describe(info.Type)
		on := "yes"
		if !info.Default {
			on = "no"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", info.Type, info.Family, alone, context, check, on)
	}
	return b.String()
}

func describe(t entity.Type) (alone, context, check string) {
	for _, f := range finders {
		if slices.Contains(f.types, t) {
			return f.about[0], f.about[2], f.about[1]
		}
	}
	if t == entity.DenyListed {
		return "terms of the configured lists, as words, in any case", "no", "none"
	}
	var free, whole, cued, checks []string
	for _, r := range rules {
		if r.Type != t {
			continue
		}
		free = appendNew(free, r.Free)
		whole, cued = appendNew(whole, r.Whole), appendNew(cued, r.Cued)
		if !slices.Contains(checks, r.Checked) {
			checks = append(checks, r.Checked)
		}
	}
	switch {
	case len(whole) == 0:
		context = shapeList(cued)
	case len(cued) == 0:
		context = shapeList(whole) + " (or whole value)"
	default:
		context = shapeList(whole) + " (or whole value); " + shapeList(cued)
	}
	return shapeList(free), context, strings.Join(checks, "; ")
}

func appendNew(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

const listed = 4 // shapes that are written out

func shapeList(shapes []string) string {
	if len(shapes) == 0 {
		return "-"
	}
	rest := ""
	if len(shapes) > listed {
		rest = fmt.Sprintf(" and %d more", len(shapes)-listed)
		shapes = shapes[:listed]
	}
	return "`" + strings.Join(shapes, "`, `") + "`" + rest
}
