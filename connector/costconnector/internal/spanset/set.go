// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import (
	"encoding/binary"
	"hash/maphash"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// key identifies a span.
type key struct {
	trace, span uint64
}

// newKey folds the two halves of the trace id into one: span ids are random
// too, so that 125 bits tell spans apart.
func newKey(trace pcommon.TraceID, span pcommon.SpanID) key {
	return key{
		trace: (binary.BigEndian.Uint64(trace[:8])*multiplier + binary.BigEndian.Uint64(trace[8:])) << knowledgeBits,
		span:  binary.BigEndian.Uint64(span[:]),
	}
}

// multiplier is 2^64 divided by the golden ratio.
const multiplier = 0x9e3779b97f4a7c15

// Verdict on a span.
type Verdict uint8

// Verdicts.
const (
	// Count: the span tells of a call that was not counted yet.
	Count Verdict = iota
	// Duplicate: the span was delivered before.
	Duplicate
	// Nested: the call is counted at a span inside of this one or, if that came
	// later, at the span around it.
	Nested
	// Retold: another instrumentation told of the same response.
	Retold
)

// Set remembers the latest spans. It is not safe for concurrent use and
// allocates nothing after New.
type Set struct {
	table table
	// responses remembers, by the id of a response, who told of it.
	responses table
	hash      maphash.Seed
}

// New returns a set of 256 to 512 bytes for each of the given number of spans.
// One of the latest quarter of them is forgotten with a probability of 1.4e-4
// at most. A set for 0 spans remembers none.
func New(spans int) *Set {
	s := &Set{hash: maphash.MakeSeed()}
	if spans > 0 {
		s.table = newTable(2 * spans)
		s.responses = newTable(2 * spans)
	}
	return s
}

// Usage notes that a span with this parent reports usage. It must be told
// before the parent is judged. Spans without ids are not remembered.
func (s *Set) Usage(trace pcommon.TraceID, parent pcommon.SpanID) {
	if s.table.buckets != nil && !trace.IsEmpty() && !parent.IsEmpty() {
		s.table.at(newKey(trace, parent)).add(around)
	}
}

// Judge says whether to count a span. Its usage, if it has any, is counted at
// the innermost span that reports one, provided that this span comes first or in
// the same batch, as it does when exporters send spans in the order in which they
// end. What was counted is never taken back: if the outer span was judged first,
// the inner one is refused.
func (s *Set) Judge(trace pcommon.TraceID, span, parent pcommon.SpanID, usage bool) Verdict {
	if s.table.buckets == nil || trace.IsEmpty() || span.IsEmpty() {
		return Count
	}
	self := s.table.at(newKey(trace, span))
	switch {
	case self.has(seen):
		return Duplicate
	case self.has(around):
		self.add(seen)
		return Nested
	case !usage:
		self.add(seen)
		return Count
	}
	self.add(seen | covered)
	if !parent.IsEmpty() && s.table.at(newKey(trace, parent)).has(covered) {
		return Nested
	}
	return Count
}

// Response says whether to count a span with usage by the id of its response:
// an SDK and an instrumentation around it may both tell of a call, even in
// traces of their own. A scope never speaks against itself: there are servers
// that give all their responses one id. Whoever comes first is counted.
func (s *Set) Response(id, scope string) Verdict {
	if s.responses.buckets == nil || id == "" {
		return Count
	}
	response := key{trace: maphash.String(s.hash, id) << knowledgeBits, span: maphash.String(s.hash, id)}
	told := response
	told.trace += maphash.String(s.hash, scope) << knowledgeBits
	before := s.responses.at(told).has(seen)
	s.responses.at(told).add(seen)
	first := s.responses.at(response)
	switch {
	case !first.has(seen):
		first.add(seen)
		s.responses.at(told).add(covered)
		return Count
	case before && s.responses.at(told).has(covered):
		return Count
	default:
		return Retold
	}
}
