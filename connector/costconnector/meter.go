// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/gpucost"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
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
	hash    namesHash // of service
	values  []string  // of the dimensions
	missing uint64    // bit per dimension without a value
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
		m.setResource(rs.Resource().Attributes())
		for j, ss := range rs.ScopeSpans().All() {
			m.setScope(ss.Scope().Name())
			for k, span := range ss.Spans().All() {
				n++
				if !m.isPricedSide(span.Kind()) || !m.read(span.Attributes()) {
					m.passOn(n)
					continue
				}
				isCovered := m.request.HasUsage() && m.tellAround(n, m.kind())
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
		m.setResource(rs.Resource().Attributes())
		m.setScope(ss.Scope().Name())
		m.read(span.Attributes())
		m.countSpan(o.number, span, m.request.HasUsage() && m.tellAround(o.number, m.kind()))
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

func (m *meter) setResource(attributes pcommon.Map) {
	r := &m.resource
	r.service, r.missing = "unknown_service", 0
	if v, ok := attributes.Get(ledger.ServiceName); ok && v.AsString() != "" {
		r.service = v.AsString()
	}
	r.hash = m.calls.hash(namesHash{}, r.service)
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
	for i, value := range m.resource.values {
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
	if !m.isNew(m.family.Key(n), isCovered) {
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

// isNew reports whether the call that was read is not counted yet.
func (m *meter) isNew(span spanset.Key, isCovered bool) bool {
	verdict := m.known.Judge(span, m.kind(), m.request.HasUsage(), isCovered)
	if verdict == spanset.Count && m.request.HasUsage() {
		verdict = m.known.Response(m.request.ResponseID, m.scope.number)
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

// charge prices the request and adds it to its account. It returns what one such
// request costs, and whether it should be an exemplar.
func (m *meter) charge(start pcommon.Timestamp, w sampling.Weight) (cost money.Amount, isExemplar bool) {
	r := &m.request
	m.call = m.resolve(w != sampling.One)
	match, account := m.call.match, m.call.account
	if m.call.overflow {
		m.found.overflowRequests++
	}
	if m.gpus != nil && match.Hosted != nil {
		m.gpus.TenantTokens(m.tenantOf(), match.Hosted.ID, r.InputTokens(), r.OutputTokens())
	}
	if r.Reported.OK {
		account.Report(r.Reported.Cost, r.Reported.CurrencyOf(), w)
	}
	if !r.HasUsage() {
		account.Count(ledger.NoUsage, w)
		return cost, false
	}
	inputTokens := r.InputTokens()
	account.Use(inputTokens, r.OutputTokens(), r.Ended(m.useful), w)

	counts := &m.counts
	r.Counts(counts)
	reason := match.Reason
	var table *pricebook.Table
	if reason == pricebook.Priced {
		table, reason = match.Plan.At(int64(min(start, math.MaxInt64)), inputTokens)
	}
	if reason != pricebook.Priced {
		m.noteUnpriced(reason, counts.Seen, w)
		account.Count(ledger.NotPriced, w)
		return cost, false
	}

	counts.Seen = table.Bill(&counts.N, counts.Seen)
	priced := counts.Seen & table.Has()
	for rest := priced; rest != 0; rest = rest.Rest() {
		class := rest.First()
		classCost := table.Rate(class).Times(counts.N[class])
		cost = cost.Add(classCost)
		account.Charge(class, counts.N[class], classCost, w)
	}
	if table.Has().Has(pricebook.Call) {
		classCost := table.Rate(pricebook.Call).Amount()
		cost = cost.Add(classCost)
		account.Charge(pricebook.Call, 1, classCost, w)
		priced = priced.With(pricebook.Call)
	}

	outcome := ledger.Priced
	if missing := counts.Seen &^ priced; missing != 0 && m.noteUnpriced(pricebook.MissingRate, missing, w) {
		outcome = ledger.PartlyPriced
		if priced == 0 {
			account.Count(ledger.NotPriced, w)
			return cost, false
		}
	}
	account.Count(outcome, w)
	return cost, account.Observe(cost, w)
}

// resolve returns the price and the account of the request that was read.
func (m *meter) resolve(extrapolated bool) *cachedCall {
	r := &m.request
	names := m.calls.hash(m.resource.hash, r.Provider)
	names = m.calls.hash(names, r.ResponseModel)
	var which uint64 // says which names were hashed
	if r.RequestModel != r.ResponseModel {
		names = m.calls.hash(names, r.RequestModel)
		which |= 1
	}
	if r.Tier != "" {
		names = m.calls.hash(names, r.Tier)
		which |= 2
	}
	for _, value := range m.values {
		names = m.calls.hash(names, value)
	}
	if extrapolated {
		which |= 4
	}
	names = m.calls.mix(names, which, uint64(len(r.Operation))) // no two operations are of one length
	call := m.calls.at(names)
	if call.account != nil {
		m.ledger.Use(call.account)
		return call
	}
	match := m.prices.resolve(pricebook.Query{
		Provider: r.Provider, ResponseModel: r.ResponseModel, RequestModel: r.RequestModel, Tier: r.Tier,
	})
	labels := ledger.Labels{
		Service:      m.resource.service,
		Provider:     orUnknown(match.Provider),
		Model:        orUnknown(match.Model),
		Operation:    r.Operation,
		Extrapolated: extrapolated,
		Dimensions:   m.values,
	}
	if match.Reason == pricebook.Priced {
		labels.Tier = match.Tier
	}
	account, overflow := m.ledger.Account(&labels)
	*call = cachedCall{names, match, account, overflow}
	m.calls.used++
	return call
}

func (m *meter) tenantOf() string {
	if m.tenant < 0 {
		return unknown
	}
	return m.values[m.tenant]
}

// noteUnpriced counts the units of the given classes as unpriced and reports
// whether there are any.
func (m *meter) noteUnpriced(reason pricebook.Reason, classes pricebook.ClassSet, w sampling.Weight) bool {
	var tokens, calls uint64
	for class := range classes.All() {
		if class.IsToken() {
			tokens += m.counts.N[class]
		} else {
			calls += m.counts.N[class]
		}
	}
	if tokens+calls == 0 {
		return false
	}
	model := m.request.ResponseModel
	if model == "" {
		model = m.request.RequestModel
	}
	m.ledger.Unpriced(ledger.UnpricedLabels{
		Service:  m.resource.service,
		Provider: orUnknown(strings.ToLower(m.request.Provider)),
		Model:    orUnknown(model),
		Reason:   reason,
	}).Add(&m.counts, classes, w)
	if m.found.unpricedTokens == nil {
		m.found.unpricedTokens = map[pricebook.Reason]int64{}
	}
	m.found.unpricedTokens[reason] += int64(min(tokens, math.MaxInt64))
	return true
}

func (m *meter) noteAnomalies() {
	if m.found.anomalies == nil {
		m.found.anomalies = map[usage.AnomalySet]int64{}
	}
	for anomaly := range usage.Anomalies {
		if m.request.Anomalies&anomaly != 0 {
			m.found.anomalies[anomaly]++
		}
	}
}

func orUnknown(s string) string {
	if s == "" {
		return unknown
	}
	return s
}
