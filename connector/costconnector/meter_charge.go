// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/sampling"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

// charge prices the request and adds it to its account. It returns what one such
// request costs, and whether it should be an exemplar.
func (m *meter) charge(start pcommon.Timestamp, w sampling.Weight) (cost money.Amount, isExemplar bool) {
	r := &m.request
	m.call = m.resolve(w != sampling.One)
	account := m.call.account
	if m.call.overflow {
		m.found.overflowRequests++
	}
	if m.gpus != nil && m.call.match.Hosted != nil {
		m.gpus.TenantTokens(m.tenantOf(), m.call.match.Hosted.ID, w.Times(r.InputTokens()), w.Times(r.OutputTokens()))
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
	table, reason := m.call.table(int64(min(start, math.MaxInt64)), inputTokens)
	if reason != pricebook.Priced {
		m.noteUnpriced(reason, counts.Seen, w)
		account.Count(ledger.NotPriced, w)
		return cost, false
	}

	if r.Anomalies&usage.MediaExceedsInput != 0 {
		m.tellMedia(table)
	}
	priced := counts.Seen & table.Priced()
	if priced != counts.Seen || w != sampling.One {
		// What has no price is told by the class that it would be billed as, and what
		// is extrapolated is rounded once for each such class.
		counts.Seen = table.Bill(&counts.N, counts.Seen)
		priced = counts.Seen & table.Priced()
	}
	for rest := priced; rest != 0; rest = rest.Rest() {
		class := rest.First()
		as := table.BilledAs(class)
		classCost := table.Rate(as).Times(counts.N[class])
		cost = cost.Add(classCost)
		account.Charge(as, counts.N[class], classCost, w)
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

// tellMedia tells audio and images from the cached tokens that have no price of their own.
func (m *meter) tellMedia(table *pricebook.Table) {
	for _, cached := range [...]pricebook.Class{pricebook.CacheRead, pricebook.CacheWrite, pricebook.CacheWrite1h} {
		if table.BilledAs(cached) == pricebook.Input {
			m.request.TellMedia(&m.counts, cached)
		}
	}
}

// resolve returns the price and the account of the request that was read.
func (m *meter) resolve(extrapolated bool) *cachedCall {
	r := &m.request
	names := m.calls.Add(m.resource.hash, r.Provider)
	names = m.calls.Add(names, r.ResponseModel)
	var which uint64 // says which names were hashed
	if r.RequestModel != r.ResponseModel {
		names = m.calls.Add(names, r.RequestModel)
		which |= 1
	}
	if r.Tier != "" {
		names = m.calls.Add(names, r.Tier)
		which |= 2
	}
	for _, value := range m.values {
		names = m.calls.Add(names, value)
	}
	if extrapolated {
		which |= 4
	}
	names = m.calls.Mix(names, which, uint64(len(r.Operation))) // no two operations are of one length
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
	*call = cachedCall{names: names, account: account, plan: match.Plan, match: match, overflow: overflow}
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
