// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package numbering gives the values of a trace their numbers: the same value
// in the same trace has the same number.
package numbering

import (
	"container/list"
	"hash/maphash"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/entity"
)

// Bounds of the memory that numbers take. A trace that was not seen for longest
// is forgotten first, and would start again at 1.
const (
	maxTraces = 10_000
	// maxScopeValues is how many values of one trace get a number.
	maxScopeValues = 1_000
	maxValues      = 200_000
)

// Traces remembers the numbers of traces. It keeps hashes with a seed of the
// process, never values.
type Traces struct {
	seed maphash.Seed

	mu     sync.Mutex
	scopes map[pcommon.TraceID]*list.Element
	recent list.List // of *Scope, the most recent first
	values int
}

// NewTraces returns a memory without traces.
func NewTraces() *Traces {
	return &Traces{seed: maphash.MakeSeed(), scopes: map[pcommon.TraceID]*list.Element{}}
}

// Scope numbers the values of one trace, or of one record without a trace.
type Scope struct {
	traces *Traces
	trace  pcommon.TraceID
	// numbers is keyed by a hash of type and value.
	numbers map[uint64]int
	last    map[entity.Type]int
}

// Scope returns the numbers of a trace. The empty trace id gives numbers of
// their own, for one record.
func (t *Traces) Scope(trace pcommon.TraceID) *Scope {
	if trace.IsEmpty() {
		return t.newScope(trace)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if e, ok := t.scopes[trace]; ok {
		t.recent.MoveToFront(e)
		return e.Value.(*Scope)
	}
	s := t.newScope(trace)
	t.scopes[trace] = t.recent.PushFront(s)
	t.forget()
	return s
}

func (t *Traces) newScope(trace pcommon.TraceID) *Scope {
	return &Scope{traces: t, trace: trace, numbers: map[uint64]int{}, last: map[entity.Type]int{}}
}

// forget drops the traces that are too many, but not the most recent one.
func (t *Traces) forget() {
	for (len(t.scopes) > maxTraces || t.values > maxValues) && t.recent.Len() > 1 {
		s := t.recent.Remove(t.recent.Back()).(*Scope)
		delete(t.scopes, s.trace)
		t.values -= len(s.numbers)
	}
}

// Number returns the number of a value, from 1, or 0 if there are too many.
func (s *Scope) Number(typ entity.Type, value string) int {
	var h maphash.Hash
	h.SetSeed(s.traces.seed)
	h.WriteString(string(typ))
	h.WriteByte(0)
	h.WriteString(value)
	key := h.Sum64()

	s.traces.mu.Lock()
	defer s.traces.mu.Unlock()
	if n, ok := s.numbers[key]; ok {
		return n
	}
	if len(s.numbers) == maxScopeValues {
		return 0
	}
	s.last[typ]++
	s.numbers[key] = s.last[typ]
	if e, ok := s.traces.scopes[s.trace]; ok && e.Value.(*Scope) == s {
		s.traces.values++
	}
	return s.last[typ]
}
