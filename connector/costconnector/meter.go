// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math/bits"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/gpucost"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/namehash"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/spanset"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// meter prices spans and adds them to a ledger. It is not safe for concurrent
// use. Its fields hold the span at hand, so that counting allocates nothing.
type meter struct {
	server     bool
	adjust     bool
	convention usage.Convention
	additive   []string // scopes
	useful     usage.FinishReasons
	dimensions []dimension
	keys       *attributeKeys
	prices     *priceCache
	calls      *callCache
	ledger     *ledger.Ledger
	known      *spanset.Set
	// gpus takes the tokens of self-hosted models, nil without GPUs.
	gpus   *gpucost.Meter
	tenant int // index of the dimension that names the tenant, -1 if none does

	resource resource // of the span that is read
	scope    scope
	family   spanset.Family
	outer    []outerCall
	request  usage.Request
	counts   usage.Counts
	values   []string // of the dimensions
	missing  uint64   // bit per dimension without a value
	call     *cachedCall
	found    findings
}

// resource is what the spans of a resource have in common.
type resource struct {
	service string
	hash    namehash.Hash // of service
	values  []string      // of the dimensions
	missing uint64        // bit per dimension without a value
	// hasScopes says that there are several, which may tell of the same calls.
	hasScopes bool
}

// scope is what the spans of a scope have in common.
type scope struct {
	number     spanset.Scope
	convention usage.Convention
}

// outerCall is a call with children in the batch, of which the connector has yet to
// hear whether they are calls. It is where the span stands.
type outerCall struct {
	number                int
	resource, scope, span int
}

// dimension is a DimensionConfig with its defaults filled in.
type dimension struct {
	name, from, fallback string
}

// findings of one batch, for telemetry.
type findings struct {
	overflowRequests int64
	nestedSpans      int64
	retoldSpans      int64
	duplicateSpans   int64
	unpricedTokens   map[pricebook.Reason]int64
	anomalies        map[usage.AnomalySet]int64
}

// maxAncestors is how many spans around a call are looked at, for calls that tell
// of the same and for dimensions.
const maxAncestors = 16

func newMeter(cfg *Config, common pcommon.Map, book *pricebook.Book, start time.Time) *meter {
	m := &meter{
		server:     cfg.Side == sideServer,
		adjust:     cfg.AdjustedCount,
		convention: conventions[cfg.InputTokensConvention],
		additive:   cfg.AdditiveScopes,
		useful:     cfg.UsefulFinishReasons,
		prices:     newPriceCache(book),
		calls:      newCallCache(cfg.AggregationCardinalityLimit),
		known:      spanset.New(cfg.RememberedSpans),
	}
	var names []string
	for _, d := range cfg.Dimensions {
		m.dimensions = append(m.dimensions, dimension{d.Name, d.source(), d.defaultValue()})
		names = append(names, d.Name)
	}
	m.keys = newAttributeKeys(m.dimensions)
	m.tenant = slices.Index(names, semconv.Tenant)
	m.resource.values = make([]string, len(names))
	m.values = make([]string, len(names))
	m.ledger = ledger.New(ledger.Settings{
		Dimensions:    names,
		Limit:         cfg.AggregationCardinalityLimit,
		UnpricedLimit: cfg.UnpricedCardinalityLimit,
		Currency:      cfg.Currency,
		Common:        common,
		Delta:         cfg.AggregationTemporality == temporalityDelta,
		Expiration:    cfg.SeriesExpiration,
	}, pcommon.NewTimestampFromTime(start))
	return m
}

// use prices what comes from now on by the book.
func (m *meter) use(book *pricebook.Book) {
	m.prices = newPriceCache(book)
	m.calls.clear(m.ledger.Generation())
}

// count adds every model call of the batch, once. Calls that may be around one of
// the same wait until the rest of the batch was read.
func (m *meter) count(td ptrace.Traces) findings {
	m.begin()
	m.family.Read(td, m.known)
	m.outer = m.outer[:0]
	n := -1
	for i, rs := range td.ResourceSpans().All() {
		m.setResourceSpans(rs)
		for j, ss := range rs.ScopeSpans().All() {
			m.setScope(ss.Scope().Name())
			for k, span := range ss.Spans().All() {
				n++
				if !m.isPricedSide(span.Kind()) || !m.read(span.Attributes()) {
					m.passOn(n)
					continue
				}
				isCovered := m.request.HasTokens() && m.tellAround(n, m.kind())
				if m.family.HasChild(n) {
					m.outer = append(m.outer, outerCall{n, i, j, k})
					continue
				}
				m.countSpan(n, span, isCovered)
			}
		}
	}
	for _, o := range m.outer {
		rs := td.ResourceSpans().At(o.resource)
		ss := rs.ScopeSpans().At(o.scope)
		span := ss.Spans().At(o.span)
		m.setResourceSpans(rs)
		m.setScope(ss.Scope().Name())
		m.read(span.Attributes())
		m.countSpan(o.number, span, m.request.HasTokens() && m.tellAround(o.number, m.kind()))
	}
	m.family.Forget()
	m.request.Forget()
	return m.found
}

// begin prepares for a batch.
func (m *meter) begin() {
	m.found = findings{}
	if generation := m.ledger.Generation(); generation != m.calls.generation {
		m.calls.clear(generation)
	}
}

// tellAround notes at the spans around a call that they may tell of the same, and
// reports whether usage was counted at one of them. What is around a tool is a call
// of its own: the one that asked for the tool.
func (m *meter) tellAround(n int, kind spanset.Kind) (isCovered bool) {
	for range maxAncestors {
		if m.known.Around(m.family.Parent(n), kind) {
			isCovered = true
		}
		up, ok := m.family.Up(n)
		if !ok || m.isTool(up) {
			break
		}
		n = up
	}
	return isCovered
}

// passOn notes at the spans around one that is no call if a call inside of it was
// told of, in an earlier batch.
func (m *meter) passOn(n int) {
	for kind := range m.known.Inside(m.family.Key(n)) {
		if m.isTool(n) {
			return
		}
		m.tellAround(n, kind)
	}
}

// kind of the call that was read.
func (m *meter) kind() spanset.Kind {
	if m.request.Generates {
		return spanset.Generation
	}
	return spanset.Other
}

func (m *meter) isTool(n int) bool {
	operation, ok := m.family.Span(n).Attributes().Get(semconv.OperationName)
	return ok && operation.Str() == "execute_tool"
}

func (m *meter) setScope(name string) {
	m.scope = scope{m.known.Scope(name), m.convention}
	if slices.Contains(m.additive, name) {
		m.scope.convention = usage.Additive
	}
}

func (m *meter) isPricedSide(kind ptrace.SpanKind) bool {
	switch kind {
	case ptrace.SpanKindServer:
		return m.server
	case ptrace.SpanKindClient, ptrace.SpanKindInternal, ptrace.SpanKindUnspecified:
		return !m.server
	default:
		return false
	}
}

func (m *meter) setResourceSpans(rs ptrace.ResourceSpans) {
	m.setResource(rs.Resource().Attributes())
	m.resource.hasScopes = rs.ScopeSpans().Len() > 1
}

func (m *meter) setResource(attributes pcommon.Map) {
	r := &m.resource
	r.service, r.missing = "unknown_service", 0
	if v, ok := attributes.Get(ledger.ServiceName); ok && v.AsString() != "" {
		r.service = v.AsString()
	}
	r.hash = m.calls.Add(namehash.Hash{}, r.service)
	for i, d := range m.dimensions {
		r.values[i] = d.fallback
		if v, ok := attributes.Get(d.from); ok && v.AsString() != "" {
			r.values[i] = v.AsString()
		} else {
			r.missing |= 1 << i
		}
	}
}

// read takes the attributes of a span or event and reports whether it is a model
// call.
func (m *meter) read(attributes pcommon.Map) bool {
	m.request.Reset()
	for i, value := range m.resource.values { //nolint:staticcheck // copy is slower for the few that there are
		m.values[i] = value
	}
	m.missing = m.resource.missing
	for key, value := range attributes.All() {
		use := m.keys.find(key)
		if use == nil {
			continue
		}
		m.request.Set(use.field, value)
		if use.dimensions != 0 {
			m.setDimensions(use.dimensions, value)
		}
	}
	return m.request.Read(m.scope.convention)
}

func (m *meter) setDimensions(which dimensionSet, value pcommon.Value) {
	for ; which != 0; which &= which - 1 {
		m.setDimension(bits.TrailingZeros64(uint64(which)), value)
	}
}

// setDimension takes a value that is not empty.
func (m *meter) setDimension(i int, value pcommon.Value) {
	s := value.Str()
	if s == "" {
		s = value.AsString()
	}
	if s != "" {
		m.values[i] = s
		m.missing &^= 1 << i
	}
}

// inherit takes dimensions that a span has no value for from the spans around it.
func (m *meter) inherit(n int) {
	for range maxAncestors {
		up, ok := m.family.Up(n)
		if !ok || m.missing == 0 {
			return
		}
		attributes := m.family.Span(up).Attributes()
		for i := range m.dimensions {
			if m.missing&(1<<i) == 0 {
				continue
			}
			if v, ok := attributes.Get(m.dimensions[i].from); ok {
				m.setDimension(i, v)
			}
		}
		n = up
	}
}

// countSpan charges the span that was read, unless its call is counted already.
func (m *meter) countSpan(n int, span ptrace.Span, isCovered bool) {
	if !m.isNew(m.known.Judge(m.family.Key(n), m.kind(), m.request.HasTokens(), isCovered), m.family.Trace(n)) || m.isToldBeside(n) {
		return
	}
	if m.missing != 0 {
		m.inherit(n)
	}
	m.request.Failed = m.request.Failed || span.Status().Code() == ptrace.StatusCodeError
	if cost, isExemplar := m.charge(span.StartTimestamp(), m.weight(span.TraceState())); isExemplar {
		m.call.account.Exemplify(cost, ledger.SpanRef{TraceID: span.TraceID(), SpanID: span.SpanID(), End: span.EndTimestamp()})
	}
	if m.request.Anomalies != 0 {
		m.noteAnomalies()
	}
}

// isNew reports whether the call that was read is not counted yet, neither by the
// verdict on its span or event nor by the id of its response.
func (m *meter) isNew(verdict spanset.Verdict, trace spanset.Trace) bool {
	if verdict == spanset.Count && m.request.HasTokens() {
		verdict = m.known.Response(m.request.ResponseID, trace, m.scope.number)
	}
	switch verdict {
	case spanset.Duplicate:
		m.found.duplicateSpans++
	case spanset.Nested:
		m.found.nestedSpans++
	case spanset.Retold:
		m.found.retoldSpans++
	default:
		return true
	}
	return false
}

// isToldBeside reports whether another instrumentation told of the call that was read,
// by a span with the same parent.
func (m *meter) isToldBeside(n int) bool {
	r := &m.request
	if !m.resource.hasScopes || r.OutputTokens() == 0 {
		return false
	}
	isTold := m.known.Beside(m.family.Parent(n), &spanset.Call{
		Model: r.RequestModel, Input: r.InputTokens(), Output: r.OutputTokens(), HasResponseID: r.ResponseID != "",
	}, m.scope.number) != spanset.Count
	if isTold {
		m.found.retoldSpans++
	}
	return isTold
}

// weight is the number of requests that the span is charged for.
func (m *meter) weight(state pcommon.TraceState) sampling.Weight {
	text := state.AsRaw()
	if text == "" {
		return sampling.One
	}
	w, known := sampling.FromTraceState(text)
	switch {
	case !known:
		m.request.Anomalies |= usage.AbsurdSampling
	case w != sampling.One && !m.adjust:
		m.request.Anomalies |= usage.Sampled
		return sampling.One
	}
	return w
}
