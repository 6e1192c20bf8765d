// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// node is a span in the order of the program.
type node struct {
	span     ptrace.Span
	scope    string
	exported int
	parent   *node
	children []*node
}

// clockError is how far two JavaScript spans can be out of order: their start
// is cut to a millisecond.
const clockError = pcommon.Timestamp(time.Millisecond)

// traces gives spans ids and times by their order. Times are one tick apart in
// the order: start, events and children by time, end. Spans of one parent
// follow each other even if they overlapped.
func (n *normaliser) traces(traces ptrace.Traces) {
	roots := spanTree(traces)
	ticks := 0
	for _, root := range roots {
		n.layOut(root, &ticks)
	}
	for _, rs := range traces.ResourceSpans().All() {
		n.resource(rs.Resource())
		language, ok := rs.Resource().Attributes().Get("telemetry.sdk.language")
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				span.SetTraceID(n.traceID(span.TraceID()))
				span.SetSpanID(n.spanID(span.SpanID()))
				span.SetParentSpanID(n.spanID(span.ParentSpanID()))
				span.Status().SetMessage(n.text(span.Status().Message()))
				n.attributes(span.Attributes())
				for _, event := range span.Events().All() {
					n.attributes(event.Attributes())
					if ok && language.Str() == "java" {
						sortAttributes(event.Attributes())
					}
				}
				for _, link := range span.Links().All() {
					link.SetTraceID(n.traceID(link.TraceID()))
					link.SetSpanID(n.spanID(link.SpanID()))
					n.attributes(link.Attributes())
				}
			}
			ss.Spans().Sort(func(a, b ptrace.Span) bool { return a.StartTimestamp() < b.StartTimestamp() })
		}
	}
}

// sortAttributes is for Java, whose SDK writes the attributes of an exception in any
// order.
func sortAttributes(m pcommon.Map) {
	sorted := pcommon.NewMap()
	for _, key := range slices.Sorted(maps.Keys(m.AsRaw())) {
		v, _ := m.Get(key)
		v.CopyTo(sorted.PutEmpty(key))
	}
	sorted.MoveTo(m)
}

// layOut gives a span and its children their times and, because ids are
// numbered on first use, their ids.
func (n *normaliser) layOut(nd *node, ticks *int) {
	next := func() pcommon.Timestamp {
		*ticks++
		return at(*ticks)
	}
	n.traceID(nd.span.TraceID())
	id := nd.span.SpanID()
	n.spanID(id)
	nd.span.SetStartTimestamp(next())
	children := nd.children
	for _, event := range nd.span.Events().All() {
		for len(children) > 0 && children[0].span.StartTimestamp() < event.Timestamp() {
			n.layOut(children[0], ticks)
			children = children[1:]
		}
		event.SetTimestamp(next())
	}
	for _, child := range children {
		n.layOut(child, ticks)
	}
	nd.span.SetEndTimestamp(next())
	n.ends[id] = nd.span.EndTimestamp()
}

func spanTree(traces ptrace.Traces) []*node {
	var all []*node
	byID := map[pcommon.SpanID]*node{}
	for _, rs := range traces.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				nd := &node{span: span, scope: ss.Scope().Name(), exported: len(all)}
				all = append(all, nd)
				byID[span.SpanID()] = nd
			}
		}
	}
	inOrder := func(a, b *node) int {
		return cmp.Or(
			cmp.Compare(a.span.StartTimestamp(), b.span.StartTimestamp()),
			cmp.Compare(a.span.EndTimestamp(), b.span.EndTimestamp()),
			cmp.Compare(a.exported, b.exported),
		)
	}
	slices.SortStableFunc(all, inOrder)
	var roots []*node
	for _, nd := range all {
		nd.parent = byID[nd.span.ParentSpanID()]
		if nd.parent == nil {
			nd.parent = enclosing(nd, all)
		}
		if nd.parent == nil {
			roots = append(roots, nd)
			continue
		}
		nd.parent.children = append(nd.parent.children, nd)
	}
	return roots
}

// enclosing finds the root span of another library during which a root span
// ran: two libraries that trace one call do not always know of each other.
func enclosing(nd *node, all []*node) *node {
	for _, outer := range all {
		if outer == nd || outer.scope == nd.scope || outer.parent != nil || !outer.span.ParentSpanID().IsEmpty() {
			continue
		}
		starts := outer.span.StartTimestamp() <= nd.span.StartTimestamp()
		ends := nd.span.EndTimestamp() <= outer.span.EndTimestamp()+clockError
		longer := nd.span.EndTimestamp()-nd.span.StartTimestamp() <= outer.span.EndTimestamp()-outer.span.StartTimestamp()
		if starts && ends && longer {
			return outer
		}
	}
	return nil
}
