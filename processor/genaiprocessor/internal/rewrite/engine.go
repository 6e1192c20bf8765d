// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package rewrite

import (
	"fmt"
	"strings"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Options of an Engine.
type Options struct {
	// RemoveOriginals removes a source attribute once its content stands under
	// a target.
	RemoveOriginals bool
	// Rename gives targets another name: that of an older version of the
	// conventions. Attributes that are there under the newer name are renamed too.
	Rename map[string]string
	// Types overrides the types of targets, for the same reason.
	Types map[string]semconv.Type
	// Always are rules for every record that holds a known attribute, after the
	// dialects: they may read what those have written.
	Always []Rule
	// First runs on every record that holds a known attribute, before the
	// dialects: it corrects targets that are there, so that rules meet the same on
	// every pass.
	First func(*Record)
	// Common runs on every record that holds a known attribute, after the
	// dialects: rules on the targets themselves.
	Common func(*Record)
}

// Engine rewrites records of a fixed list of dialects. It is safe for
// concurrent use.
type Engine struct {
	opts     Options
	dialects []compiledDialect
	always   ruleTable
	renames  ruleTable
	lookup   *lookup
	facts    []fact // by Key
	scopes   []scopeSignal
	records  sync.Pool
}

type compiledDialect struct {
	rules  ruleTable
	calls  ruleTable
	finish func(*Record)
}

// fact is what a name tells.
type fact struct {
	// signals are the dialects that an attribute of that name shows.
	signals Mask
	// genAI is set if the name stands under gen_ai.
	genAI bool
	// typ is the type that the conventions require of the attribute.
	typ semconv.Type
}

type typedKey struct {
	key Key
	typ semconv.Type
}

type scopeSignal struct {
	prefix string
	mask   Mask
}

// Result says what Apply did.
type Result struct {
	// GenAI is set if the record holds any attribute that a table or the
	// conventions name under gen_ai.
	GenAI bool
	// Dialects are those that were recognised, in the order of the engine.
	Dialects Mask
	// Written and Removed count attributes, Messages the messages that were built,
	// Failures the sources that should have been understood and were not.
	Written, Removed, Messages, Failures int
}

// New compiles dialects, the first having precedence over the next.
func New(dialects []Dialect, opts Options) (*Engine, error) {
	if len(dialects) > maxDialects {
		return nil, fmt.Errorf("%d dialects are configured, at most %d are possible", len(dialects), maxDialects)
	}
	keys := builtin.clone()
	e := &Engine{opts: opts}
	signals := map[Key]Mask{}
	compile := func(rules []Rule) ruleTable {
		compiled := make([]compiledRule, 0, len(rules))
		for _, r := range rules {
			to := opts.target(r.To)
			if r.From != to {
				compiled = append(compiled, compiledRule{from: keys.key(r.From), to: keys.key(to), conv: r.Conv, keep: r.Keep})
			}
		}
		return newRuleTable(compiled)
	}
	for i, d := range dialects {
		bit := Mask(1) << i
		for _, s := range d.Signals {
			signals[keys.signal(s)] |= bit
		}
		for _, s := range d.Scopes {
			e.scopes = append(e.scopes, scopeSignal{prefix: s, mask: bit})
		}
		e.dialects = append(e.dialects, compiledDialect{rules: compile(d.Rules), calls: compile(d.Calls), finish: d.Finish})
	}
	e.always = compile(opts.Always)
	var renames []compiledRule
	for current, older := range opts.Rename {
		renames = append(renames, compiledRule{from: keys.key(current), to: keys.key(older)})
	}
	e.renames = newRuleTable(renames)
	for _, name := range semconv.Typed() {
		keys.key(name)
	}
	e.facts = make([]fact, len(keys.names))
	for k, name := range keys.names {
		e.facts[k] = fact{signals: signals[Key(k)], genAI: strings.HasPrefix(name, "gen_ai."), typ: opts.typeOf(name)}
	}
	// A name that a table has for itself shows what its family shows, but for those
	// of the conventions: gen_ai.prompt.name is none of gen_ai.prompt.N.
	conventions := map[string]bool{}
	for _, name := range semconv.Typed() {
		conventions[name] = true
	}
	for k, name := range keys.names {
		for _, f := range keys.families {
			if strings.HasPrefix(name, f.prefix) && !conventions[name] && !strings.HasSuffix(name, ".") {
				e.facts[k].signals |= signals[f.key]
			}
		}
	}
	e.lookup = newLookup(keys)
	e.records.New = func() any {
		r := newRecord(keys.names, e.facts)
		r.removes = opts.RemoveOriginals
		return r
	}
	return e, nil
}

func (t *keyTable) signal(s string) Key {
	k := t.key(s)
	if !strings.HasSuffix(s, ".") {
		return k
	}
	for _, f := range t.families {
		if f.key == k {
			return k
		}
	}
	t.families = append(t.families, family{prefix: s, key: k})
	return k
}

// target returns the name that a target goes by.
func (o *Options) target(name string) string {
	if older, ok := o.Rename[name]; ok {
		return older
	}
	return name
}

func (o *Options) typeOf(name string) semconv.Type {
	if t, ok := o.Types[name]; ok {
		return t
	}
	return semconv.TypeOf(name)
}

// Scope is an instrumentation scope as an Engine sees it.
type Scope struct {
	// Name is the name of the scope.
	Name     string
	dialects Mask
}

// Scope looks up the dialects that an instrumentation scope's name shows.
func (e *Engine) Scope(name string) Scope {
	s := Scope{Name: name}
	for _, known := range e.scopes {
		if strings.HasPrefix(name, known.prefix) {
			s.dialects |= known.mask
		}
	}
	return s
}

// ApplySpan rewrites the attributes of a span in place.
func (e *Engine) ApplySpan(span ptrace.Span, scope Scope) Result {
	r := e.records.Get().(*Record)
	r.Span, r.HasSpan = span, true
	res := e.apply(r, span.Attributes(), scope)
	e.release(r)
	return res
}

// Apply rewrites the attributes of anything else than a span in place.
func (e *Engine) Apply(attrs pcommon.Map, scope Scope) Result {
	r := e.records.Get().(*Record)
	res := e.apply(r, attrs, scope)
	e.release(r)
	return res
}

// ApplyRules applies only the tables to the attributes of a span's event, which
// repeat some of the span's. Its content is the span's to read.
func (e *Engine) ApplyRules(attrs pcommon.Map, scope Scope) Result {
	r := e.records.Get().(*Record)
	defer e.release(r)
	active, genAI := e.scan(r, attrs, scope)
	if active == 0 && !genAI {
		return Result{}
	}
	for i := range e.dialects {
		if active&(1<<i) != 0 {
			r.run(e.dialects[i].rules)
		}
	}
	return Result{GenAI: true, Dialects: active, Written: r.written, Removed: r.finish(e.opts.RemoveOriginals)}
}

// release returns a record to the pool, which must not keep the batch alive.
func (e *Engine) release(r *Record) {
	r.attrs, r.Span, r.HasSpan = pcommon.Map{}, ptrace.Span{}, false
	e.records.Put(r)
}

// scan reads the attributes into the record. It returns the dialects that they
// and the scope show, and whether any of them stands under gen_ai.
func (e *Engine) scan(r *Record, attrs pcommon.Map, scope Scope) (active Mask, genAI bool) {
	r.Scope = scope.Name
	r.reset(attrs)
	known := false
	pos := int32(0)
	for name, v := range attrs.All() {
		if k, rest, ok := e.lookup.find(name); ok {
			known = true
			f := &e.facts[k]
			genAI = genAI || f.genAI
			active |= f.signals
			switch {
			case rest != "":
				r.present.add(k)
				r.indexed = append(r.indexed, Indexed{Rest: rest, Value: v, family: k, pos: pos})
			case !r.Has(k): // the first of two of the same name, which others read too
				r.set(k, v, pos)
				if !hasType(v, f.typ) {
					r.misfits = append(r.misfits, typedKey{key: k, typ: f.typ})
				}
			}
		}
		pos++
	}
	if known {
		active |= scope.dialects
	}
	return active, genAI
}

func (e *Engine) apply(r *Record, attrs pcommon.Map, scope Scope) Result {
	active, genAI := e.scan(r, attrs, scope)
	if active == 0 && !genAI {
		return Result{}
	}
	for _, m := range r.misfits {
		r.fixType(m)
	}
	if e.opts.First != nil {
		e.opts.First(r)
	}
	for i := range e.dialects {
		if active&(1<<i) == 0 {
			continue
		}
		d := &e.dialects[i]
		r.run(d.rules)
		if d.finish != nil {
			r.calls = d.calls
			d.finish(r)
		}
	}
	r.run(e.always)
	r.rename(e.renames)
	if e.opts.Common != nil {
		e.opts.Common(r)
	}
	removed := r.finish(e.opts.RemoveOriginals)
	return Result{
		GenAI: true, Dialects: active, Written: r.written, Removed: removed,
		Messages: r.messages, Failures: r.failures,
	}
}
