// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/carrier"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/jsontext"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// edit puts text in the place of text[start:end].
type edit struct {
	start, end int
	text       string
}

// maxRounds is how often a text that changes is scanned again. What comes in
// place of a value may bring others closer to the words around them; the last
// round finds nothing, and so does the next collector.
const maxRounds = 6

// Text returns what comes in place of the text, and whether it differs. key is
// the name of its attribute or field, which counts as context.
func (p *Pass) Text(key, text string) (result string, changed bool) {
	if p.mode == blanking {
		return p.record.blank, text != p.record.blank
	}
	original := text
	for p.round = 0; ; p.round++ {
		p.edits = p.edits[:0]
		p.leaf, p.changed, p.changes = 0, p.changes, p.changed[:0]
		p.value(key, text, 0)
		if p.mode == collecting || len(p.edits) == 0 {
			return text, text != original
		}
		if p.round == maxRounds {
			p.fail(Unstable)
			return placeholder.Failed, true
		}
		text = apply(text, p.edits)
	}
}

func apply(text string, edits []edit) string {
	n := len(text)
	for _, e := range edits {
		n += len(e.text) - (e.end - e.start)
	}
	var b strings.Builder
	b.Grow(n)
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// value appends the edits for a text that may be JSON.
func (p *Pass) value(key, text string, level int) {
	if carrier.WholeBlob(text) || carrier.Opaque(key, text) {
		return
	}
	if level < maxLevels && looksLikeJSON(text) && p.json(key, text, level) {
		return
	}
	p.plain(key, text, strings.IndexByte(text, '\\') >= 0)
}

func looksLikeJSON(text string) bool {
	for i := range len(text) {
		switch text[i] {
		case ' ', '\n', '\t', '\r':
		case '{', '[', '"':
			return true
		default:
			return false
		}
	}
	return false
}

// json appends the edits for JSON, also for JSON that was cut off. It reports
// false, and does nothing, if the text is something else.
func (p *Pass) json(key, text string, level int) bool {
	l := &p.lexers[level]
	l.Reset(text)
	for more := true; more; {
		_, more = l.Next()
	}
	if l.Status() == jsontext.Invalid {
		return false
	}
	l.Reset(text)
	for {
		tok, more := l.Next()
		if !more {
			return true
		}
		name := key
		if tok.NameEnd > tok.NameStart {
			name = text[tok.NameStart:tok.NameEnd]
		}
		raw := text[tok.Start:tok.End]
		from := len(p.edits)
		switch tok.Kind {
		case jsontext.Number:
			if p.mode == redacting && (p.e.numberKey(name) || nameless(tok, raw)) && !p.e.Selection.Excluded(name) && p.number(name, raw) {
				p.edits = append(p.edits, edit{0, len(raw), "0"})
			}
		case jsontext.Key:
			if suspicious(raw) {
				p.plain("", raw, tok.Escapes)
			}
		case jsontext.String:
			if p.e.Selection.Excluded(name) {
				continue
			}
			if tok.Escapes {
				p.escaped(name, raw, level, tok.Cut)
			} else {
				p.literal(name, raw, level, tok.Cut)
			}
		}
		for i := from; i < len(p.edits); i++ {
			e := &p.edits[i]
			e.start, e.end = e.start+tok.Start, e.end+tok.Start
		}
	}
}

// nameless says whether a number has no key and is long: what was typed between
// brackets reads as JSON, too.
func nameless(tok jsontext.Token, raw string) bool {
	return tok.NameEnd == tok.NameStart && len(raw) >= 9 && strings.IndexByte(raw, '.') < 0
}

// escaped appends the edits for what the escaped text of a string means.
func (p *Pass) escaped(key, raw string, level int, cut bool) {
	p.decoded[level] = jsontext.Unescape(p.decoded[level][:0], raw)
	from := len(p.edits)
	p.literal(key, unsafeString(p.decoded[level]), level, cut)
	offsets := jsontext.NewOffsets(raw)
	for i := from; i < len(p.edits); i++ {
		e := &p.edits[i]
		e.start, e.end = offsets.Raw(e.start), offsets.Raw(e.end)
		if strings.ContainsAny(e.text, "\"\\\n\r\t") {
			e.text = string(jsontext.Escape(nil, e.text))
		}
	}
}

// literal appends the edits for a string of JSON. What an SDK cut off may end
// within a value, which is then no value any more.
func (p *Pass) literal(key, text string, level int, cut bool) {
	from := len(p.edits)
	p.findings = p.findings[:0]
	p.value(key, text, level+1)
	if !cut || p.round > 0 || p.mode == collecting || looksLikeJSON(text) || carrier.Opaque(key, text) {
		return
	}
	known := 0 // what was found is dealt with
	if n := len(p.findings); n > 0 {
		known = min(p.findings[n-1].End, len(text))
	}
	start := known + fragment(text[known:])
	if start == len(text) || strings.Contains(text[start:], hidden) || carrier.Opaque("id", text[start:]) || p.e.Default.Kind == operator.Keep {
		return
	}
	if n := len(p.edits); n == from || p.edits[n-1].end <= start {
		p.edits = append(p.edits, edit{start, len(text), placeholder.Cut})
	}
}

// hidden is in what was masked before.
var hidden = strings.Repeat(string(operator.MaskRune), 4)

// maxFragment is the longest end of a text that is taken for a part of a value.
const maxFragment = 128

// fragment returns the start of what may be a part of an address or a number at
// the end of a text, or the length of the text.
func fragment(text string) int {
	start, digits, address := len(text), 0, false
	for i := len(text) - 1; i >= 0 && len(text)-i <= maxFragment; i-- {
		switch c := text[i]; {
		case c == ' ' && !address && digits > 0 && i > 0 && text[i-1] >= '0' && text[i-1] <= '9':
			continue // groups of digits
		case c <= ' ', c == ']' && i == len(text)-1:
			if address || digits >= minFragmentDigits {
				return start
			}
			return len(text)
		case c >= '0' && c <= '9':
			digits++
		case c == '@':
			address = true
		}
		start = i
	}
	if start == 0 && (address || digits >= minFragmentDigits) {
		return 0
	}
	return len(text)
}

// minFragmentDigits is how many digits are no mere year or price.
const minFragmentDigits = 6

// unsafeString is b as a string without a copy. It is valid as long as b does
// not change: what must live longer is cloned.
func unsafeString(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b)) //nolint:gosec // G103: saves a copy of every prompt
}

// suspicious says whether a key is worth a scan: keys are names, and a scan
// would cost more than that of their values.
func suspicious(key string) bool {
	digits := 0
	for i := range len(key) {
		switch c := key[i]; {
		case c == '@', c == '%', c == '\\':
			return true
		case c >= '0' && c <= '9':
			digits++
		}
	}
	return digits >= 6 || len(key) >= 24
}

// number says whether a number is personal data.
func (p *Pass) number(key, text string) bool {
	if p.overdue(len(text)) {
		p.fail(TimedOut)
		return true
	}
	p.Tally.Values++
	p.findings = p.e.Scanner.Scan(p.findings[:0], scan.Input{Text: text, Key: key})
	found := false
	for _, f := range p.findings {
		rule := p.e.rule(f.Type)
		if p.round == 0 {
			p.count(f.Type, rule.Kind)
		}
		if rule.Kind == operator.DropContent {
			p.record.content = f.Type
		}
		found = found || rule.Kind != operator.Keep
	}
	return found
}

// plain appends the edits for a text that is scanned as it is. Of the strings in
// a text those that did not change in the last round are not scanned again.
func (p *Pass) plain(key, text string, escaped bool) {
	if text == "" {
		return
	}
	leaf, from := p.leaf, len(p.edits)
	p.leaf++
	if p.round > 0 && p.settles(leaf, key, text, escaped) {
		return
	}
	p.scan(key, text, escaped)
	shift := 0
	for _, e := range p.edits[from:] {
		start := e.start + shift
		p.changes = append(p.changes, region{leaf, start, start + len(e.text)})
		shift += len(e.text) - (e.end - e.start)
	}
}

func (p *Pass) scan(key, text string, escaped bool) {
	if p.mode == collecting {
		p.texts.add(wholeRunes(text))
		return
	}
	if p.overdue(len(text)) {
		if text != placeholder.Failed {
			p.fail(TimedOut)
			p.edits = append(p.edits, edit{0, len(text), placeholder.Failed})
		}
		return
	}
	scanned, end, ok := p.extent(text)
	if !ok {
		return
	}
	p.Tally.Values++
	p.Tally.Bytes += int64(len(scanned))
	p.findings = p.e.Scanner.Scan(p.findings[:0], scan.Input{Text: scanned, Key: key, Escaped: escaped})
	if p.texts != nil && p.round == 0 {
		if !p.analyzed(scanned) {
			p.fail(Analyzer)
			p.edits = append(p.edits, edit{0, len(text), placeholder.Failed})
			return
		}
	}
	tail := edit{end, len(text), ""}
	if len(scanned) < len(text) && end < len(scanned) {
		// The end of what is kept must not cut a finding in two.
		for _, f := range p.findings {
			if f.Start < tail.start && f.End > tail.start {
				tail.start = f.Start
			}
		}
		tail.text = placeholder.Oversize
	}
	if len(p.findings) > 0 {
		if p.findings = p.settled(text, p.findings); !p.replace(text, tail.start, escaped) {
			return // the whole text was replaced
		}
	}
	if tail.start < len(text) {
		p.edits = append(p.edits, tail)
	}
}

// overlap is how much is scanned behind the end of what is kept of a text that
// is too long, so that a value across that end is seen as a whole.
const overlap = 512

// extent returns how much of the text is scanned, and the end of what is kept of
// it. It reports false if nothing is.
func (p *Pass) extent(text string) (scanned string, end int, ok bool) {
	scanned = text
	if len(text) > p.e.MaxValue {
		scanned = text[:p.e.MaxValue]
		for n := 1; n < utf8.UTFMax && !utf8.RuneStart(text[len(scanned)]); n++ {
			scanned = scanned[:len(scanned)-1]
		}
	}
	if !utf8.ValidString(scanned) {
		whole := wholeRunes(scanned)
		if len(scanned) < len(text) || !utf8.ValidString(whole) {
			p.fail(InvalidUTF8)
			p.edits = append(p.edits, edit{0, len(text), placeholder.Failed})
			return "", 0, false
		}
		return whole, len(whole), true // an SDK cut the text within a character
	}
	if len(scanned) == len(text) {
		return scanned, len(text), true
	}
	p.fail(TooLong)
	end = len(scanned) - overlap
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return scanned, end, true
}

// wholeRunes returns text without the bytes of a character that was cut off.
func wholeRunes(text string) string {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if c := text[len(text)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRuneInString(text[len(text)-n:]) {
				return text[:len(text)-n]
			}
			break
		}
	}
	return text
}

// replace appends the edits for the findings that start before end. It reports
// false if one of them replaced the whole text.
func (p *Pass) replace(text string, end int, escaped bool) bool {
	from := len(p.edits)
	for _, f := range p.findings {
		if f.Start >= end {
			break
		}
		rule := p.e.rule(f.Type)
		if rule.Kind == operator.Keep {
			if p.round == 0 {
				p.count(f.Type, rule.Kind)
			}
			continue
		}
		if rule.Kind == operator.DropContent && p.record.content != "" {
			continue // counted in an earlier round
		}
		p.count(f.Type, rule.Kind)
		switch rule.Kind {
		case operator.DropContent:
			p.record.content = f.Type
			continue
		case operator.DropValue:
			p.edits = append(p.edits[:from], edit{0, len(text), string(placeholder.Dropped(nil, string(f.Type)))})
			return false
		}
		raw := text[f.Start:f.End]
		if escaped {
			raw = string(jsontext.Unescape(nil, raw))
		}
		with, err := p.instead(rule, f.Type, raw)
		if err != nil {
			p.fail(NoKey)
			with = placeholder.Failed
		}
		if escaped {
			with = string(jsontext.Escape(nil, with))
		}
		p.edits = append(p.edits, edit{f.Start, f.End, with})
	}
	return true
}

func (p *Pass) instead(rule operator.Rule, t entity.Type, raw string) (string, error) {
	s := operator.Subject{Type: t, Raw: raw, Key: p.key}
	switch rule.Kind {
	case operator.Replace:
		s.Numbers = p.numbers()
	case operator.Pseudonym, operator.Encrypt:
		s.Tenant = p.tenant()
	}
	with, err := operator.Append(nil, rule, s)
	return string(with), err
}
