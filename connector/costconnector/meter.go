// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math"
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
	dimensions []dimension
	prices     *priceCache
	ledger     *ledger.Ledger
	known      *spanset.Set
	// gpus takes the tokens of self-hosted models, nil without GPUs.
	gpus   *gpucost.Meter
	tenant int // index of the dimension that names the tenant, -1 if none does

	scope          string // of the span that is read
	parents        spanset.Parents
	outer          []position
	request        usage.Request
	labels         ledger.Labels
	resourceValues []string
	found          findings
}

// position of a span in a batch.
type position struct {
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

func newMeter(cfg *Config, common pcommon.Map, book *pricebook.Book, start time.Time) *meter {
	m := &meter{
		server:     cfg.Side == sideServer,
		adjust:     cfg.AdjustedCount,
		convention: conventions[cfg.InputTokensConvention],
		additive:   cfg.AdditiveScopes,
		prices:     newPriceCache(book),
		known:      spanset.New(cfg.RememberedSpans),
	}
	var names []string
	for _, d := range cfg.Dimensions {
		m.dimensions = append(m.dimensions, dimension{d.Name, d.source(), d.defaultValue()})
		names = append(names, d.Name)
	}
	m.tenant = slices.Index(names, semconv.Tenant)
	m.resourceValues = make([]string, len(names))
	m.labels.Dimensions = make([]string, len(names))
	m.ledger = ledger.New(ledger.Settings{
		Dimensions:    names,
		Limit:         cfg.AggregationCardinalityLimit,
		UnpricedLimit: cfg.UnpricedCardinalityLimit,
		Common:        common,
		Delta:         cfg.AggregationTemporality == temporalityDelta,
		Expiration:    cfg.SeriesExpiration,
	}, pcommon.NewTimestampFromTime(start))
	return m
}

// count adds every model call of the batch, once. Spans that may be around the
// span of the same call wait until the rest of the batch was read.
func (m *meter) count(td ptrace.Traces) findings {
	m.found = findings{}
	m.noteParents(td)
	m.outer = m.outer[:0]
	for i, rs := range td.ResourceSpans().All() {
		m.setResource(rs.Resource().Attributes())
		for j, ss := range rs.ScopeSpans().All() {
			convention := m.conventionOf(ss.Scope().Name())
			m.scope = ss.Scope().Name()
			for k, span := range ss.Spans().All() {
				if !m.isPricedSide(span.Kind()) || !m.read(span.Attributes()) {
					continue
				}
				m.request.Convention = convention
				if m.request.HasUsage() {
					m.known.Usage(span.TraceID(), span.ParentSpanID())
				}
				if m.parents.Has(span.SpanID()) {
					m.outer = append(m.outer, position{i, j, k})
					continue
				}
				m.countSpan(span)
			}
		}
	}
	for _, at := range m.outer {
		rs := td.ResourceSpans().At(at.resource)
		ss := rs.ScopeSpans().At(at.scope)
		span := ss.Spans().At(at.span)
		m.setResource(rs.Resource().Attributes())
		m.read(span.Attributes())
		m.request.Convention = m.conventionOf(ss.Scope().Name())
		m.scope = ss.Scope().Name()
		m.countSpan(span)
	}
	return m.found
}

func (m *meter) noteParents(td ptrace.Traces) {
	m.parents.Reset(td.SpanCount())
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				m.parents.Add(span.ParentSpanID())
			}
		}
	}
}

func (m *meter) conventionOf(scope string) usage.Convention {
	if slices.Contains(m.additive, scope) {
		return usage.Additive
	}
	return m.convention
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
	m.labels.Service = "unknown_service"
	if v, ok := attributes.Get(ledger.ServiceName); ok && v.AsString() != "" {
		m.labels.Service = v.AsString()
	}
	for i, d := range m.dimensions {
		m.resourceValues[i] = d.fallback
		if v, ok := attributes.Get(d.from); ok && v.AsString() != "" {
			m.resourceValues[i] = v.AsString()
		}
	}
}

// read takes the attributes of a span or event and reports whether it is a model
// call.
func (m *meter) read(attributes pcommon.Map) bool {
	m.request.Reset()
	copy(m.labels.Dimensions, m.resourceValues)
	for key, value := range attributes.All() {
		m.request.Set(key, value)
		for i := range m.dimensions {
			if key == m.dimensions[i].from {
				if s := value.AsString(); s != "" {
					m.labels.Dimensions[i] = s
				}
			}
		}
	}
	return m.request.Operation != ""
}

// countSpan charges the span that was read, unless its call is counted already.
func (m *meter) countSpan(span ptrace.Span) {
	if !m.isNew(span.TraceID(), span.SpanID(), span.ParentSpanID()) {
		return
	}
	m.charge(span.StartTimestamp(), m.weight(span.TraceState()), ledger.SpanRef{
		TraceID: span.TraceID(), SpanID: span.SpanID(), End: span.EndTimestamp(),
	})
	if m.request.Anomalies != 0 {
		m.noteAnomalies()
	}
}

// isNew reports whether the call that was read is not counted yet.
func (m *meter) isNew(trace pcommon.TraceID, span, parent pcommon.SpanID) bool {
	verdict := m.known.Judge(trace, span, parent, m.request.HasUsage())
	if verdict == spanset.Count && m.request.HasUsage() {
		verdict = m.known.Response(m.request.ResponseID, m.scope)
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
	w, known := sampling.FromTraceState(state.AsRaw())
	switch {
	case !known:
		m.request.Anomalies |= usage.AbsurdSampling
	case w != sampling.One && !m.adjust:
		m.request.Anomalies |= usage.Sampled
		return sampling.One
	}
	return w
}

// charge prices the request and adds it to its account.
func (m *meter) charge(start pcommon.Timestamp, w sampling.Weight, span ledger.SpanRef) {
	r := &m.request
	match := m.prices.resolve(pricebook.Query{
		Provider:      r.Provider,
		ResponseModel: r.ResponseModel,
		RequestModel:  r.RequestModel,
		Tier:          r.Tier(),
	})
	m.labels.Provider = orUnknown(match.Provider)
	m.labels.Model = orUnknown(match.Model)
	m.labels.Operation = r.Operation
	m.labels.Tier = ""
	if match.Reason == pricebook.Priced {
		m.labels.Tier = match.Tier
	}
	m.labels.Extrapolated = w != sampling.One
	account, overflow := m.ledger.Account(&m.labels)
	if overflow {
		m.found.overflowRequests++
	}
	if match.Hosted != nil && m.gpus != nil {
		m.gpus.TenantTokens(m.tenantOf(), match.Hosted.ID, r.InputTokens(), r.OutputTokens())
	}
	if !r.HasUsage() {
		account.Count(ledger.NoUsage, w)
		return
	}

	counts := r.Counts()
	reason := match.Reason
	var table *pricebook.Table
	if reason == pricebook.Priced {
		table, reason = match.Plan.At(start.AsTime().UnixNano(), r.InputTokens())
	}
	if reason != pricebook.Priced {
		m.noteUnpriced(reason, counts, counts.Seen, w)
		account.Count(ledger.NotPriced, w)
		return
	}

	counts = counts.BilledAs(table.Has())
	priced := counts.Seen & table.Has()
	var cost, charged money.Amount
	charge := func(class pricebook.Class, units uint64) {
		classCost := table.Rate(class).Times(units)
		cost = cost.Add(classCost)
		charged = charged.Add(account.Charge(class, units, classCost, w))
	}
	for class := range priced.All() {
		charge(class, counts.N[class])
	}
	if table.Has().Has(pricebook.Call) {
		charge(pricebook.Call, 1)
	}

	outcome := ledger.Priced
	if missing := counts.Seen &^ priced; m.noteUnpriced(pricebook.MissingRate, counts, missing, w) {
		outcome = ledger.PartlyPriced
		if priced == 0 {
			account.Count(ledger.NotPriced, w)
			return
		}
	}
	account.Count(outcome, w)
	account.Observe(cost, charged, w, span)
}

func (m *meter) tenantOf() string {
	if m.tenant < 0 {
		return unknown
	}
	return m.labels.Dimensions[m.tenant]
}

// noteUnpriced counts the units of the given classes as unpriced and reports
// whether there are any.
func (m *meter) noteUnpriced(reason pricebook.Reason, counts usage.Counts, classes pricebook.ClassSet, w sampling.Weight) bool {
	var tokens, calls uint64
	for class := range classes.All() {
		if class.IsToken() {
			tokens += counts.N[class]
		} else {
			calls += counts.N[class]
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
		Service:  m.labels.Service,
		Provider: orUnknown(strings.ToLower(m.request.Provider)),
		Model:    orUnknown(model),
		Reason:   reason,
	}).Add(counts, classes, w)
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
