// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/jsontext"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/keyring"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/numbering"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/operator"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/placeholder"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// maxLevels is how deep JSON is unpacked from strings of JSON. Deeper strings
// are scanned with their escapes.
const maxLevels = 4

// Pass goes through one batch. It is not safe for concurrent use.
type Pass struct {
	// Tally is what happened so far.
	Tally Tally
	// Carrier is where the next values are. The caller sets it.
	Carrier Carrier
	// OnPanic is told of a panic, once per record.
	OnPanic func(recovered any)

	e        *Engine
	now      time.Time
	deadline time.Time
	late     bool
	// unchecked is how much was scanned since the clock was read.
	unchecked int
	key       *keyring.Derived
	mode      mode
	texts     *Texts

	record record

	findings []scan.Finding
	places   []placeholder.Placeholder
	edits    []edit
	lexers   [maxLevels]jsontext.Lexer
	decoded  [maxLevels][]byte
	round    int
	// leaf counts the strings in a text. changed is where they changed in the last
	// round, changes where they do in this one.
	leaf             int
	changed, changes []region
}

// mode is what a walk does with the values.
type mode uint8

const (
	redacting  mode = iota
	collecting      // the texts for the analyzer
	blanking        // everything gives way to a placeholder
)

// record is the state of the record that is being walked.
type record struct {
	trace    pcommon.TraceID
	tenants  [2]pcommon.Map // of the record, of its resource
	tenant   string
	resolved bool // that is its tenant
	numbered bool
	scope    *numbering.Scope
	counts   []Count
	// content is the type that asks for all content of the record to go.
	content entity.Type
	failed  bool
	blank   string
}

var passes = sync.Pool{New: func() any { return &Pass{Tally: Tally{Entities: map[Found]int64{}}} }}

// NewPass begins a pass over a batch.
func (e *Engine) NewPass(ctx context.Context) *Pass {
	p := passes.Get().(*Pass)
	p.Tally.reset()
	p.e, p.now, p.late, p.unchecked, p.mode, p.texts = e, time.Now(), false, 0, redacting, nil
	p.deadline = p.now.Add(e.Timeout)
	if d, ok := ctx.Deadline(); ok && d.Before(p.deadline) {
		p.deadline = d
	}
	p.key = nil
	if e.Ring != nil {
		p.key, _ = e.Ring.Active(p.now) // without one, values that need it fail
	}
	return p
}

// Free ends a pass. It must not be used afterwards.
func (p *Pass) Free() {
	p.e, p.texts, p.key, p.OnPanic, p.record = nil, nil, nil, nil, record{counts: p.record.counts[:0]}
	clear(p.edits[:cap(p.edits)])
	clear(p.places[:cap(p.places)])
	for i := range p.lexers {
		p.lexers[i].Reset("")
		clear(p.decoded[i][:cap(p.decoded[i])]) // it held values
		if cap(p.decoded[i]) > maxKept {
			p.decoded[i] = nil
		}
	}
	passes.Put(p)
}

// maxKept is the largest buffer that is kept for the next pass.
const maxKept = 64 << 10

// Source says where a record belongs.
type Source struct {
	// Trace is the id of its trace.
	Trace pcommon.TraceID
	// Attributes and Resource are where its tenant is looked for.
	Attributes, Resource pcommon.Map
	// Numbered says that placeholders get numbers.
	Numbered bool
}

// Record walks one record, and says whether it must be dropped. walk visits
// every value of the record; it is called again to blank them.
func (p *Pass) Record(src Source, walk func()) (drop bool) {
	p.record = record{
		trace: src.Trace, tenants: [2]pcommon.Map{src.Attributes, src.Resource}, numbered: src.Numbered, counts: p.record.counts[:0],
	}
	if p.mode == collecting {
		p.guard(walk) // the next walk meets the same panic and deals with it
		return false
	}
	panicked := p.guard(walk)
	switch {
	case p.record.failed && p.e.DropOnFailure:
		p.Tally.Dropped++
		return true
	case panicked:
		p.record.blank = placeholder.Failed
	case p.record.content != "":
		p.record.blank = string(placeholder.Dropped(nil, string(p.record.content)))
	default:
		return false
	}
	p.mode = blanking
	again := p.guard(walk)
	p.mode = redacting
	if again {
		p.Tally.Dropped++
	}
	return again
}

// guard calls walk and reports whether it panicked.
func (p *Pass) guard(walk func()) (panicked bool) {
	defer func() {
		if r := recover(); r != nil {
			panicked = true
			if p.mode != collecting {
				p.fail(Panicked)
				if p.OnPanic != nil {
					p.OnPanic(r)
				}
			}
		}
	}()
	walk()
	return false
}

// Counts returns what was found in the last record. It is valid until the next.
func (p *Pass) Counts() []Count { return p.record.counts }

// fail counts a value that could not be checked.
func (p *Pass) fail(why Reason) {
	p.Tally.Failures[why]++
	p.record.failed = true
}

func (p *Pass) count(t entity.Type, action operator.Kind) {
	p.Tally.Entities[Found{t, action, p.Carrier}]++
	for i := range p.record.counts {
		if p.record.counts[i].Type == t {
			p.record.counts[i].N++
			return
		}
	}
	p.record.counts = append(p.record.counts, Count{t, 1})
}

// overdue says whether the batch took too long. The clock is read once in a
// while.
func (p *Pass) overdue(size int) bool {
	const every = 4 << 10
	if p.unchecked += size + 64; p.unchecked >= every {
		p.unchecked = 0
		p.late = p.late || time.Now().After(p.deadline)
	}
	return p.late
}

func (p *Pass) tenant() string {
	r := &p.record
	if r.resolved || p.e.TenantAttribute == "" {
		return r.tenant
	}
	r.resolved = true
	for _, m := range r.tenants {
		if m == (pcommon.Map{}) {
			continue
		}
		if v, ok := m.Get(p.e.TenantAttribute); ok {
			r.tenant = v.AsString()
			break
		}
	}
	return r.tenant
}

// numbers returns the numbers of the record's trace, or nil.
func (p *Pass) numbers() *numbering.Scope {
	if p.e.Traces == nil || !p.record.numbered {
		return nil
	}
	if p.record.scope == nil {
		p.record.scope = p.e.Traces.Scope(p.record.trace)
	}
	return p.record.scope
}
