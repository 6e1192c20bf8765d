// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import (
	"math/bits"
	"slices"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Family knows which spans of a batch are inside which. Spans have the numbers
// in which they stand in the batch.
type Family struct {
	members []member
	spans   []ptrace.Span
	// slots finds a member by its key: its number and 1, or 0.
	slots []int32
	mask  uint64
	shift int
}

type member struct {
	key, parent Key
	trace       Trace
	up          int32 // number of the parent, -1 if it is not in the batch
	hasChild    bool
}

// Read takes the place of the last batch.
func (f *Family) Read(td ptrace.Traces, keys *Set) {
	f.reset(td.SpanCount())
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				trace := keys.Trace(span.TraceID())
				f.add(member{keys.span(trace, span.SpanID()), keys.span(trace, span.ParentSpanID()), trace, -1, false}, span)
			}
		}
	}
	keys.warm(f.members)
	for i := range f.members {
		if m := &f.members[i]; m.parent != 0 && m.parent != m.key {
			if m.up = f.number(m.parent); m.up >= 0 {
				f.members[m.up].hasChild = true
			}
		}
	}
}

func (f *Family) reset(spans int) {
	// At most an eighth of the slots is in use: whether one is cannot be foreseen by the
	// processor, but that it is free nearly can.
	const smallest = 4
	n := max(bits.Len(uint(8*spans)), smallest)
	f.slots = slices.Grow(f.slots[:0], 1<<n)[:1<<n]
	clear(f.slots)
	f.shift, f.mask = 64-n, 1<<n-1
	f.members, f.spans = f.members[:0], f.spans[:0]
}

// Forget lets go of the spans of the batch.
func (f *Family) Forget() { clear(f.spans) }

func (f *Family) add(m member, span ptrace.Span) {
	f.members = append(f.members, m)
	f.spans = append(f.spans, span)
	if m.key == 0 {
		return
	}
	i := uint64(m.key) >> f.shift
	for ; f.slots[i] != 0; i = (i + 1) & f.mask {
		if f.members[f.slots[i]-1].key == m.key {
			return // the first one stands for both
		}
	}
	f.slots[i] = int32(len(f.members)) //nolint:gosec // no batch has 2^31 spans
}

func (f *Family) number(k Key) int32 {
	for i := uint64(k) >> f.shift; f.slots[i] != 0; i = (i + 1) & f.mask {
		if n := f.slots[i] - 1; f.members[n].key == k {
			return n
		}
	}
	return -1
}

// Key returns the key of a span, 0 if it has no ids.
func (f *Family) Key(n int) Key { return f.members[n].key }

// Trace returns what stands for the trace of a span.
func (f *Family) Trace(n int) Trace { return f.members[n].trace }

// Parent returns the key of the span around a span, 0 if there is none.
func (f *Family) Parent(n int) Key { return f.members[n].parent }

// HasChild reports whether the batch has a span whose parent it is.
func (f *Family) HasChild(n int) bool { return f.members[n].hasChild }

// Up returns the number of the span around a span, and whether it is in the batch.
func (f *Family) Up(n int) (parent int, ok bool) {
	up := f.members[n].up
	return int(up), up >= 0
}

// Span returns a span of the batch.
func (f *Family) Span(n int) ptrace.Span { return f.spans[n] }
