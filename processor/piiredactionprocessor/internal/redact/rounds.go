// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"slices"
	"unicode/utf8"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// region is a stretch of a string that came in place of something.
type region struct {
	// leaf is the number of the string in its text.
	leaf int
	// start and end are positions in the string as it is now.
	start, end int
}

// reach is how far from a change, in bytes, something can begin to count as a
// finding because of it: the words that are looked at before and behind a value,
// and the value.
const reach = 128

// settles says whether the last round left nothing to find in a string: it did
// not change, or there is nothing in the surroundings of what changed. If there
// is, all of the string is scanned.
func (p *Pass) settles(leaf int, key, text string, escaped bool) bool {
	i, changed := slices.BinarySearchFunc(p.changed, leaf, func(r region, leaf int) int { return r.leaf - leaf })
	if !changed {
		return true
	}
	if len(text) > p.e.MaxValue || p.overdue(0) {
		return false
	}
	for i < len(p.changed) && p.changed[i].leaf == leaf {
		from, to := p.changed[i].start-reach, p.changed[i].end+reach
		for i++; i < len(p.changed) && p.changed[i].leaf == leaf && p.changed[i].start-reach <= to; i++ {
			to = p.changed[i].end + reach
		}
		part := window(text, from, to)
		p.Tally.Bytes += int64(len(part))
		p.findings = p.e.Scanner.Scan(p.findings[:0], scan.Input{Text: part, Key: key, Escaped: escaped})
		if len(p.findings) > 0 && len(p.settled(part, p.findings)) > 0 {
			return false
		}
	}
	return true
}

// window returns a part of the text that begins and ends between words, if there
// are any.
func window(text string, from, to int) string {
	const most = 64 // bytes to look for the end of a word
	from, to = max(from, 0), min(to, len(text))
	for n := 0; from > 0 && (n < most && text[from-1] > ' ' || !utf8.RuneStart(text[from])); n++ {
		from--
	}
	for n := 0; to < len(text) && (n < most && text[to] > ' ' || !utf8.RuneStart(text[to])); n++ {
		to++
	}
	return text[from:to]
}
