// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// maxDepth is how deep the values of attributes and bodies may be nested.
const maxDepth = 64

// maxRenamed is how many keys of a map may hold something. Each costs a search of
// the map; one with more becomes a placeholder as a whole.
const maxRenamed = 256

// Attributes goes through the attributes that are selected. everything says that
// all of them carry content.
func (p *Pass) Attributes(attrs pcommon.Map, everything bool) {
	for key, v := range attrs.All() {
		if p.e.Selection.Attribute(key, everything) {
			p.Value(key, v)
		}
	}
}

// Value goes through the value of an attribute or a body.
func (p *Pass) Value(key string, v pcommon.Value) {
	if p.mode == blanking {
		p.blank(key, v)
		return
	}
	p.nested(key, v, 0)
}

// String goes through a string that is no attribute. set changes it.
func (p *Pass) String(text string, set func(string)) {
	if text == "" {
		return
	}
	if text, changed := p.Text("", text); changed {
		set(text)
	}
}

func (p *Pass) nested(key string, v pcommon.Value, depth int) {
	typ := v.Type()
	if depth > 0 && typ != pcommon.ValueTypeMap && typ != pcommon.ValueTypeSlice && p.e.Selection.Excluded(key) {
		return
	}
	switch typ {
	case pcommon.ValueTypeStr:
		if text, changed := p.Text(key, v.Str()); changed {
			v.SetStr(text)
		}
	case pcommon.ValueTypeBytes:
		p.bytes(key, v)
	case pcommon.ValueTypeMap:
		if p.tooDeep(v, depth) {
			return
		}
		p.fields(v, depth)
	case pcommon.ValueTypeSlice:
		if p.tooDeep(v, depth) {
			return
		}
		for _, e := range v.Slice().All() {
			p.nested(key, e, depth+1)
		}
	case pcommon.ValueTypeInt:
		if p.mode == redacting && p.e.numberKey(key) && p.numeric(key, strconv.FormatInt(v.Int(), 10)) {
			v.SetInt(0)
		}
	case pcommon.ValueTypeDouble:
		if p.mode == redacting && p.e.numberKey(key) && p.numeric(key, strconv.FormatFloat(v.Double(), 'f', -1, 64)) {
			v.SetDouble(0)
		}
	}
}

// numeric is number for a number that stands alone.
func (p *Pass) numeric(key, text string) bool {
	p.round = 0
	return p.number(key, text)
}

func (p *Pass) tooDeep(v pcommon.Value, depth int) bool {
	if depth < maxDepth {
		return false
	}
	if p.mode == redacting {
		p.fail(TooDeep)
		v.SetStr(placeholder.Failed)
	}
	return true
}

// fields goes through a map that is a value, and through its keys: they are data
// as well.
func (p *Pass) fields(value pcommon.Value, depth int) {
	m := value.Map()
	var renamed []string
	for key, v := range m.All() {
		p.nested(key, v, depth+1)
		if suspicious(key) {
			if name, changed := p.Text("", key); changed {
				renamed = append(renamed, key, name)
			}
		}
	}
	if len(renamed) > 2*maxRenamed {
		p.fail(TooLong)
		value.SetStr(placeholder.Failed)
		return
	}
	for i := 0; i < len(renamed); i += 2 {
		rename(m, renamed[i], renamed[i+1])
	}
}

// rename gives a field another key. A key that is taken gets a number.
func rename(m pcommon.Map, from, to string) {
	name := to
	for n := 2; ; n++ {
		if _, taken := m.Get(name); !taken {
			break
		}
		name = to + "_" + strconv.Itoa(n)
	}
	old, _ := m.Get(from)
	v := pcommon.NewValueEmpty()
	old.MoveTo(v)
	m.Remove(from)
	v.MoveTo(m.PutEmpty(name))
}

// bytes goes through a value of bytes. A new slice is set where they change, as
// copies of pdata share the old one. Text stays bytes; binary data stays as it
// is, unless there is something to be read in it.
func (p *Pass) bytes(key string, v pcommon.Value) {
	if v.Bytes().Len() == 0 {
		return
	}
	raw := v.Bytes().AsRaw()
	if utf8.Valid(raw) {
		if text, changed := p.Text(key, string(raw)); changed {
			v.SetEmptyBytes().FromRaw([]byte(text))
		}
		return
	}
	if p.mode != redacting {
		return
	}
	if len(raw) > p.e.MaxValue {
		p.fail(TooLong)
		v.SetEmptyBytes().FromRaw([]byte(placeholder.Failed))
		return
	}
	if p.overdue(len(raw)) {
		p.fail(TimedOut)
		v.SetEmptyBytes().FromRaw([]byte(placeholder.Failed))
		return
	}
	if t := p.legible(key, raw); t != "" {
		v.SetEmptyBytes().FromRaw([]byte(t))
	}
}

// legible returns the placeholder for what can be read in binary data: text in
// Latin-1, or in UTF-16 as far as it is ASCII. It is empty if there is nothing.
func (p *Pass) legible(key string, raw []byte) string {
	var b strings.Builder
	for _, c := range bytes.ReplaceAll(raw, []byte{0}, nil) {
		b.WriteRune(rune(c))
	}
	p.Tally.Values++
	p.Tally.Bytes += int64(len(raw))
	text := b.String()
	p.findings = p.settled(text, p.e.Scanner.Scan(p.findings[:0], scan.Input{Text: text, Key: key}))
	for _, f := range p.findings {
		rule := p.e.rule(f.Type)
		p.count(f.Type, rule.Kind)
		switch rule.Kind {
		case operator.Keep:
			continue
		case operator.DropContent:
			p.record.content = f.Type
		}
		return string(placeholder.Dropped(nil, string(f.Type)))
	}
	return ""
}

// blank puts the placeholder of the record in the place of a value. Numbers and
// booleans are content only where their key says so.
func (p *Pass) blank(key string, v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if s := v.Str(); s != "" {
			v.SetStr(p.record.blank)
		}
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		v.SetStr(p.record.blank)
	case pcommon.ValueTypeBytes:
		v.SetEmptyBytes().FromRaw([]byte(p.record.blank))
	case pcommon.ValueTypeInt:
		if p.e.numberKey(key) {
			v.SetInt(0)
		}
	case pcommon.ValueTypeDouble:
		if p.e.numberKey(key) {
			v.SetDouble(0)
		}
	}
}
