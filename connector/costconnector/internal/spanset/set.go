// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package spanset

import (
	"iter"
	"strings"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/namehash"
)

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

// Kind of a call. Only spans of one kind can tell of the same: a generation that
// looks up its prompt by embeddings is not the call that makes them.
type Kind uint8

// Kinds.
const (
	Generation Kind = iota
	Other           // embeddings, reranking
	numKinds
)

// Notes on a span. Those after seen are there for each kind.
const (
	// seen: the span itself was judged.
	seen uint64 = 1
	// covered: usage was counted at this span or at one around it.
	covered = seen << 1
	// around: a span that reports usage is inside of this one.
	around = covered << numKinds
	// charged: what the call used is counted.
	charged = (covered | around) * (1<<numKinds - 1)
	// told: it was counted by events.
	told = around << numKinds
)

// Set remembers the latest spans. It is not safe for concurrent use and
// allocates nothing in a steady state.
type Set struct {
	hasher
	spans table
	// responses notes, by the id of a response or by what is said alike of it, the
	// scope that told of it first.
	responses table
	names     namehash.Hasher
	scopes    map[string]Scope
	last      Scope // that was given to a name
	// warmed is of no meaning. What is read must go somewhere, or it is not read.
	warmed tags
}

// Scope is an instrumentation scope.
type Scope uint8

// lastScope is that of all scopes after the first 254.
const lastScope = Scope(noteMask)

// uniqueID is the length from which on an id of a response is taken for unique. Those of
// providers have 22 characters and more.
const uniqueID = 16

// New returns a set of 48 to 96 bytes for each of the given number of spans. One
// of the latest quarter of them is forgotten with a probability of 1e-5. A set for
// 0 spans remembers none.
func New(spans int) *Set {
	s := &Set{hasher: newHasher(), names: namehash.New(), scopes: map[string]Scope{}}
	if spans > 0 {
		// Each span takes up to two entries: its own and that of its parent.
		s.spans = newTable(spans / 2)
		s.responses = newTable(spans / 4)
	}
	return s
}

// warm reads where the spans and their parents are remembered. One after the other
// while the spans are judged, each of these reads would have to be waited for; at once
// they overlap.
func (s *Set) warm(members []member) {
	if s.spans.buckets == nil {
		return
	}
	for i := range members {
		s.warmed ^= s.spans.bucketOf(members[i].key).tags ^ s.spans.bucketOf(members[i].parent).tags
	}
}

// Around notes that a span which reports usage is inside of the span k. It must be
// told before k is judged. It reports whether usage was counted at k or around it.
func (s *Set) Around(k Key, kind Kind) (isCovered bool) {
	if s.spans.buckets == nil || k == 0 {
		return false
	}
	e := s.spans.at(k)
	*e |= around << kind
	return *e&(covered<<kind) != 0
}

// Inside yields the kinds of calls that are inside of k and report usage.
func (s *Set) Inside(k Key) iter.Seq[Kind] {
	return func(yield func(Kind) bool) {
		if s.spans.buckets == nil || k == 0 {
			return
		}
		note := s.spans.note(k)
		for kind := range numKinds {
			if note&(around<<kind) != 0 && !yield(kind) {
				return
			}
		}
	}
}

// Judge says whether to count a span. Its usage, if it has any, is counted at
// the innermost span that reports one, provided that this span comes first or in
// the same batch, as it does when exporters send spans in the order in which they
// end. What was counted is never taken back: if the outer span was judged first,
// which is what isCovered says, the inner one is refused. One that came without usage
// is counted again when it comes with it, as an event does that has more than its span.
func (s *Set) Judge(k Key, kind Kind, usage, isCovered bool) Verdict {
	if s.spans.buckets == nil || k == 0 {
		return Count
	}
	self := s.spans.at(k)
	switch {
	case *self&seen != 0 && (!usage || *self&charged != 0):
		return Duplicate
	case *self&(around<<kind) != 0:
		*self |= seen
		return Nested
	case !usage:
		*self |= seen
		return Count
	}
	*self |= seen | covered<<kind
	if isCovered {
		return Nested
	}
	return Count
}

// JudgeEvent says whether to count an event that reports usage. It may tell of the call
// of the span whose ids it has or, where an instrumentation writes nothing but events, of
// one of several inside of that span, which the ids of their responses tell apart.
func (s *Set) JudgeEvent(span Key, response string, kind Kind) Verdict {
	if s.spans.buckets == nil || span == 0 {
		return Count
	}
	e := s.spans.at(span)
	switch isTold := *e&told != 0; {
	case isTold && response == "":
		return Duplicate
	case !isTold && *e&(around<<kind) != 0:
		return Nested
	case !isTold && *e&charged != 0:
		return Duplicate
	}
	if response != "" {
		r := s.responses.at(Key(namehash.Fold(uint64(span), s.names.Of(response))))
		if *r&seen != 0 {
			return Duplicate
		}
		*r |= seen
	}
	*e |= seen | told | covered<<kind
	return Count
}

// Scope returns the number of an instrumentation scope.
func (s *Set) Scope(name string) Scope {
	if n, ok := s.scopes[name]; ok {
		return n
	}
	if len(s.scopes) == int(lastScope)-1 {
		return lastScope
	}
	s.last++
	s.scopes[strings.Clone(name)] = s.last
	return s.last
}

// Response says whether to count a span with usage by the id of its response:
// an SDK and an instrumentation around it may both tell of a call, even in
// traces of their own. A scope never speaks against itself: there are servers
// that give all their responses one id. Whoever comes first is counted. The short ids of
// servers that have but a thousand of them (Ollama's chatcmpl-0 to -999) tell something
// inside of one trace only.
func (s *Set) Response(id string, trace Trace, scope Scope) Verdict {
	if s.responses.buckets == nil || id == "" {
		return Count
	}
	k := s.names.Of(id)
	if len(id) < uniqueID {
		if trace == 0 {
			return Count
		}
		k = namehash.Fold(k, uint64(trace))
	}
	return s.tell(Key(k), scope)
}

// tell notes the first scope that tells of a response and says whether this is it.
func (s *Set) tell(k Key, scope Scope) Verdict {
	e := s.responses.at(k)
	switch first := Scope(*e & noteMask); first {
	case 0:
		*e |= uint64(scope)
		return Count
	case scope:
		return Count
	default:
		return Retold
	}
}

// Call is what two instrumentations say alike of a call if they stand beside each
// other and one of them does not know the id of the response.
type Call struct {
	// Model is the one that was asked for.
	Model         string
	Input, Output uint64 // tokens
	// HasResponseID says whether the id is known.
	HasResponseID bool
}

// Beside says whether to count a call inside of the span parent by those of other
// scopes inside of it: one that is equal, but for a response id that only one of them
// knows, is told of twice. Whoever comes first is counted.
func (s *Set) Beside(parent Key, c *Call, scope Scope) Verdict {
	if s.responses.buckets == nil || parent == 0 {
		return Count
	}
	unnamed := Key(namehash.Fold(uint64(parent)^s.names.Of(c.Model), namehash.Fold(c.Input^s.seeds[0], c.Output^s.seeds[1])))
	named := Key(namehash.Fold(uint64(unnamed), s.seeds[2]))
	isTold := func(k Key) bool {
		first := Scope(s.responses.note(k)) //nolint:gosec // a note has 8 bits
		return first != 0 && first != scope
	}
	if isTold(unnamed) || !c.HasResponseID && isTold(named) {
		return Retold
	}
	if c.HasResponseID {
		s.tell(named, scope) // others may: ids that differ are of two calls
		return Count
	}
	return s.tell(unnamed, scope)
}
