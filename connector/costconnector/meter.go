// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector // import "github.com/otelcol-genai/otelcol-genai/connector/costconnector"

import (
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// meter prices spans and adds them to a ledger. It is not safe for concurrent
// use. Its fields hold the span at hand, so that counting allocates nothing.
type meter struct {
	server     bool
	dimensions []dimension
	prices     *priceCache
	ledger     *ledger.Ledger

	request        usage.Request
	labels         ledger.Labels
	resourceValues []string
	found          findings
}

// dimension is a DimensionConfig with its defaults filled in.
type dimension struct {
	name, from, fallback string
}

// findings of one batch, for telemetry.
type findings struct {
	overflowRequests int64
	unpricedTokens   map[pricebook.Reason]int64
	anomalies        map[usage.AnomalySet]int64
}

func newMeter(cfg *Config, common pcommon.Map, book *pricebook.Book, start time.Time) *meter {
	m := &meter{
		server: cfg.Side == sideServer,
		prices: newPriceCache(book),
	}
	var names []string
	for _, d := range cfg.Dimensions {
		m.dimensions = append(m.dimensions, dimension{d.Name, d.source(), d.defaultValue()})
		names = append(names, d.Name)
	}
	m.resourceValues = make([]string, len(names))
	m.labels.Dimensions = make([]string, len(names))
	m.ledger = ledger.New(ledger.Settings{
		Dimensions:    names,
		Limit:         cfg.AggregationCardinalityLimit,
		UnpricedLimit: cfg.UnpricedCardinalityLimit,
		Common:        common,
	}, pcommon.NewTimestampFromTime(start))
	return m
}

// count adds every inference span of the batch.
func (m *meter) count(td ptrace.Traces) findings {
	m.found = findings{}
	for _, rs := range td.ResourceSpans().All() {
		m.setResource(rs.Resource().Attributes())
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				if m.isPricedSide(span.Kind()) {
					m.countSpan(span)
				}
			}
		}
	}
	return m.found
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

func (m *meter) countSpan(span ptrace.Span) {
	m.request.Reset()
	copy(m.labels.Dimensions, m.resourceValues)
	for key, value := range span.Attributes().All() {
		m.request.Set(key, value)
		for i := range m.dimensions {
			if key == m.dimensions[i].from {
				if s := value.AsString(); s != "" {
					m.labels.Dimensions[i] = s
				}
			}
		}
	}
	if m.request.Operation == "" {
		return
	}
	m.charge(span)
	if m.request.Anomalies != 0 {
		m.noteAnomalies()
	}
}

// charge prices the request and adds it to its account.
func (m *meter) charge(span ptrace.Span) {
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
	account, overflow := m.ledger.Account(&m.labels)
	if overflow {
		m.found.overflowRequests++
	}
	if !r.HasUsage() {
		account.Count(ledger.NoUsage)
		return
	}

	counts := r.Counts()
	reason := match.Reason
	var table *pricebook.Table
	if reason == pricebook.Priced {
		table, reason = match.Plan.At(int64(span.StartTimestamp()), r.InputTokens())
	}
	if reason != pricebook.Priced {
		m.noteUnpriced(reason, counts, counts.Seen)
		account.Count(ledger.NotPriced)
		return
	}

	counts = counts.BilledAs(table.Has())
	priced := counts.Seen & table.Has()
	var total money.Amount
	for class := range priced.All() {
		cost := table.Rate(class).Times(counts.N[class])
		account.Charge(class, counts.N[class], cost)
		total = total.Add(cost)
	}
	if table.Has().Has(pricebook.Call) {
		cost := table.Rate(pricebook.Call).Times(1)
		account.Charge(pricebook.Call, 1, cost)
		total = total.Add(cost)
	}

	outcome := ledger.Priced
	if missing := counts.Seen &^ priced; m.noteUnpriced(pricebook.MissingRate, counts, missing) {
		outcome = ledger.PartlyPriced
		if priced == 0 {
			account.Count(ledger.NotPriced)
			return
		}
	}
	account.Count(outcome)
	account.Observe(total, ledger.SpanRef{TraceID: span.TraceID(), SpanID: span.SpanID(), End: span.EndTimestamp()})
}

// noteUnpriced counts the tokens of the given classes as unpriced and reports
// whether there are any.
func (m *meter) noteUnpriced(reason pricebook.Reason, counts usage.Counts, classes pricebook.ClassSet) bool {
	var n uint64
	for class := range classes.All() {
		n += counts.N[class]
	}
	if n == 0 {
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
	}).Add(counts, classes)
	if m.found.unpricedTokens == nil {
		m.found.unpricedTokens = map[pricebook.Reason]int64{}
	}
	m.found.unpricedTokens[reason] += int64(n)
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
