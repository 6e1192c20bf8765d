// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"iter"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Record is one set of attributes while it is rewritten: those of a span, a log
// record or a data point. It is reused from record to record.
type Record struct {
	// Span is the span whose attributes these are; HasSpan is false for the
	// attributes of a log record or a data point.
	Span    ptrace.Span
	HasSpan bool

	// Scope is the name of the instrumentation scope.
	Scope string

	attrs pcommon.Map
	names []string
	facts []fact

	// present has the attributes that are there, and the families of which some are.
	present KeySet
	// slots are indexed by Key. Those of keys that are not present say nothing.
	slots   []slot
	indexed []Indexed
	// calls are the rules for calls of the dialect that is being finished.
	calls   ruleTable
	misfits []typedKey

	// removes is set where originals are removed.
	removes bool
	// origin has one entry per attribute that was there before: whether its
	// content now stands under a target, so that it may be removed.
	origin []bool
	// added are the names of the targets that are not yet among the attributes,
	// and places, which are reused, where their values are until then.
	added    []string
	places   []pcommon.Value
	drop     []dropped
	written  int
	messages int
	failures int
}

// dropped is an attribute that is to go at the end, unless it is written anew.
type dropped struct {
	key Key
	pos int32
}

type slot struct {
	value pcommon.Value
	// pos is the position among the original attributes, -1 for one that was
	// added while rewriting.
	pos int32
}

// Indexed is an attribute of a family, such as "gen_ai.prompt.0.content".
type Indexed struct {
	// Rest is the name after the family's prefix: "0.content".
	Rest  string
	Value pcommon.Value

	family Key
	pos    int32
}

func newRecord(names []string, facts []fact) *Record {
	return &Record{names: names, facts: facts, present: make(KeySet, len(names)/64+1), slots: make([]slot, len(names))}
}

func (r *Record) reset(attrs pcommon.Map) {
	r.attrs = attrs
	clear(r.present)
	r.indexed = r.indexed[:0]
	r.misfits = r.misfits[:0]
	r.drop = r.drop[:0]
	r.added = r.added[:0]
	r.written, r.messages, r.failures = 0, 0, 0
	n := attrs.Len()
	if cap(r.origin) < n {
		r.origin = make([]bool, n)
	}
	r.origin = r.origin[:n]
	clear(r.origin)
}

func (r *Record) set(k Key, v pcommon.Value, pos int32) {
	r.slots[k] = slot{value: v, pos: pos}
	r.present.add(k)
}

// Removes reports whether originals are removed: only then does it matter whether
// one says the same as a target that is there already.
func (r *Record) Removes() bool { return r.removes }

// Has reports whether the attribute is present.
func (r *Record) Has(k Key) bool { return r.present.has(k) }

// SpanName returns the name of the span, "" for the attributes of anything else.
func (r *Record) SpanName() string {
	if !r.HasSpan {
		return ""
	}
	return r.Span.Name()
}

// HasAny reports whether any of the attributes is present.
func (r *Record) HasAny(s KeySet) bool {
	for i, word := range s {
		if word&r.present[i] != 0 {
			return true
		}
	}
	return false
}

// Among returns those of the attributes that are present. They may be removed on
// the way.
func (r *Record) Among(s KeySet) iter.Seq[Key] { return s.among(r.present) }

// Changed reports whether anything was written.
func (r *Record) Changed() bool { return r.written > 0 }

// Get returns the attribute's value.
func (r *Record) Get(k Key) (pcommon.Value, bool) {
	return r.slots[k].value, r.present.has(k)
}

// Str returns the attribute's value if it is a string, "" otherwise.
func (r *Record) Str(k Key) string {
	if v, ok := r.Get(k); ok && v.Type() == pcommon.ValueTypeStr {
		return v.Str()
	}
	return ""
}

// Count returns the attribute's value if it is a whole number of at least 0 or
// a string of one.
func (r *Record) Count(k Key) (int64, bool) {
	v, ok := r.Get(k)
	if !ok {
		return 0, false
	}
	return IntOf(v)
}

// Indexed calls f for each attribute of a family, in the order of the record.
func (r *Record) Indexed(family Key, f func(Indexed)) {
	if !r.Has(family) {
		return
	}
	for _, i := range r.indexed {
		if i.family == family {
			f(i)
		}
	}
}

// Put writes a target unless it is already there or the value says nothing (see
// [Unset]), and reports whether the record now holds exactly this value. Only then
// may the sources be passed to Consume.
func (r *Record) Put(k Key, o Out) bool {
	if o.typ == semconv.String && Unset(o.str) {
		return false
	}
	if o.typ == semconv.Int && r.facts[k].typ == semconv.Double { // top_k was a double once
		o = Double(float64(o.num))
	}
	if v, ok := r.Get(k); ok {
		return o.equal(v)
	}
	o.put(r.add(k))
	return true
}

// PutNamed is Put for a target of which only its family is known, such as
// "gen_ai.prompt.variable.x".
func (r *Record) PutNamed(name string, o Out) bool {
	if v, ok := r.attrs.Get(name); ok {
		return o.equal(v)
	}
	if i := slices.Index(r.added, name); i >= 0 {
		return o.equal(r.places[i])
	}
	o.put(r.place(name))
	r.written++
	return true
}

// PutEmpty adds a target for the caller to fill. It reports false if the
// target is already there.
func (r *Record) PutEmpty(k Key) (pcommon.Value, bool) {
	if r.Has(k) {
		return pcommon.Value{}, false
	}
	v := r.add(k)
	clearValue(v)
	return v, true
}

// add returns the place of a target that is not there. One that was to be dropped
// has its own still.
func (r *Record) add(k Key) pcommon.Value {
	r.written++
	for i, d := range r.drop {
		if d.key == k {
			r.drop = slices.Delete(r.drop, i, i+1)
			r.present.add(k)
			return r.slots[k].value
		}
	}
	v := r.place(r.names[k])
	r.set(k, v, -1)
	return v
}

// place returns the place of an attribute that is added at the end. To add it at
// once could move the others, whose places are known.
func (r *Record) place(name string) pcommon.Value {
	n := len(r.added)
	r.added = append(r.added, name)
	if n == len(r.places) {
		r.places = append(r.places, pcommon.NewValueEmpty())
	}
	return r.places[n]
}

// unplace takes back a target that was added.
func (r *Record) unplace(k Key) {
	r.added[slices.Index(r.added, r.names[k])] = ""
	r.present.remove(k)
	r.written--
}

func clearValue(v pcommon.Value) { pcommon.NewValueEmpty().CopyTo(v) }

// Remove drops an attribute that says nothing, such as a sentinel for "not set".
func (r *Record) Remove(k Key) {
	if r.Has(k) && r.slots[k].pos >= 0 {
		r.drop = append(r.drop, dropped{key: k, pos: r.slots[k].pos})
		r.present.remove(k)
	}
}

// CountMessages counts messages that were built.
func (r *Record) CountMessages(n int) { r.messages += n }

// CountFailure counts a source that should have been understood and was not,
// such as JSON that was cut off. It stays as it is.
func (r *Record) CountFailure() { r.failures++ }

// Rewrite returns the place of an attribute that is there, for the caller to
// give it another form.
func (r *Record) Rewrite(k Key) pcommon.Value {
	v := r.slots[k].value
	clearValue(v)
	r.written++
	return v
}

// Replace writes a target whether or not it is there.
func (r *Record) Replace(k Key, o Out) {
	v, ok := r.Get(k)
	if !ok {
		v = r.add(k)
	} else {
		r.written++
	}
	o.put(v)
}

// Consume marks sources whose content now stands under a target.
func (r *Record) Consume(keys ...Key) {
	for _, k := range keys {
		if r.Has(k) && r.slots[k].pos >= 0 {
			r.origin[r.slots[k].pos] = true
		}
	}
}

// ConsumeIndexed marks one attribute of a family as Consume does.
func (r *Record) ConsumeIndexed(i Indexed) { r.origin[i.pos] = true }

// Map does what a rule does: it converts a source, writes the target unless it
// is there, and consumes the source if the target holds its value.
func (r *Record) Map(from, to Key, conv Conv) {
	if v, ok := r.Get(from); ok && r.convert(v, to, conv) {
		r.Consume(from)
	}
}

// RunCalls applies the rules for calls of the dialect whose Finish calls it.
func (r *Record) RunCalls() { r.run(r.calls) }

// fixType brings a target that was already there to the type the conventions
// require, where that is exact: a list in a JSON string, a number in a string.
func (r *Record) fixType(t typedKey) {
	v, _ := r.Get(t.key)
	if o, ok := Coerce(v, t.typ); ok {
		r.Replace(t.key, o)
	}
}

func hasType(v pcommon.Value, typ semconv.Type) bool {
	switch typ {
	case semconv.String:
		return v.Type() == pcommon.ValueTypeStr
	case semconv.Int:
		return v.Type() == pcommon.ValueTypeInt
	case semconv.Double:
		return v.Type() == pcommon.ValueTypeDouble
	case semconv.Bool:
		return v.Type() == pcommon.ValueTypeBool
	case semconv.Strings:
		return v.Type() == pcommon.ValueTypeSlice
	default:
		return true
	}
}

// finish drops the attributes that Remove named and, with originals, those that
// were consumed, and adds the targets.
func (r *Record) finish(originals bool) (removed int) {
	if !originals {
		clear(r.origin)
	}
	for _, d := range r.drop {
		r.origin[d.pos] = true
	}
	if slices.Contains(r.origin, true) {
		pos := 0
		r.attrs.RemoveIf(func(string, pcommon.Value) bool {
			drop := r.origin[pos]
			pos++
			if drop {
				removed++
			}
			return drop
		})
	}
	r.attrs.EnsureCapacity(r.attrs.Len() + len(r.added))
	for i, name := range r.added {
		if name == "" { // taken back
			continue
		}
		r.places[i].MoveTo(r.attrs.PutEmpty(name))
	}
	return removed
}
