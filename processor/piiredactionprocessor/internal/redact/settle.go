// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"slices"
	"strings"
	"unicode"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// maxRemainder is how many letters and digits of a finding may stand outside the
// placeholders in it, such as those of "Bearer [SECRET_1]". With more it is a
// new finding.
const maxRemainder = 6

// settled returns the findings without what an earlier pass left, and without
// chance hits in binary data.
func (p *Pass) settled(text string, findings []scan.Finding) []scan.Finding {
	p.places = p.places[:0]
	for at := 0; ; {
		place, ok := placeholder.Next(text, at, p.e.known)
		if !ok {
			break
		}
		p.places = append(p.places, place)
		at = place.End
	}
	places := p.places
	return slices.DeleteFunc(findings, func(f scan.Finding) bool {
		for len(places) > 0 && places[0].End <= f.Start {
			places = places[1:] // both are sorted
		}
		return carrier.WithinBlob(text, f.Start, f.End) || carrier.WithinUUID(text, f.Start, f.End) || ours(text, f, places) || p.masked(text[f.Start:f.End], f)
	})
}

// ours says whether a finding is, but for a few letters, made of placeholders.
func ours(text string, f scan.Finding, places []placeholder.Placeholder) bool {
	rest, at, touched := 0, f.Start, false
	for _, place := range places {
		if place.Start >= f.End {
			break
		}
		touched = true
		rest += alphanumeric(text[at:max(at, place.Start)])
		at = min(max(at, place.End), f.End)
	}
	return touched && rest+alphanumeric(text[at:f.End]) <= maxRemainder
}

// masked says whether a finding is a value that an earlier pass masked.
func (p *Pass) masked(value string, f scan.Finding) bool {
	stars := strings.Count(value, string(operator.MaskRune))
	return stars >= 4 && alphanumeric(value) <= max(p.e.rule(f.Type).KeepLast, 4)
}

func alphanumeric(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// merge joins the findings of an analyzer with those of the scanner, both
// sorted. Where they overlap, all of it goes under the type of the longer one.
func merge(dst, more []scan.Finding) []scan.Finding {
	dst = append(dst, more...)
	slices.SortFunc(dst, func(a, b scan.Finding) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	kept := dst[:0]
	longest := 0
	for _, f := range dst {
		if n := len(kept); n > 0 && f.Start < kept[n-1].End {
			last := &kept[n-1]
			if f.End-f.Start > longest {
				last.Type, longest = f.Type, f.End-f.Start
			}
			last.End = max(last.End, f.End)
			continue
		}
		kept, longest = append(kept, f), f.End-f.Start
	}
	return kept
}
