// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/engines"
)

func (p *genAI) processMetrics(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	var t tally
	for _, rm := range md.ResourceMetrics().All() {
		p.cfg.Tenant.resource(rm.Resource().Attributes())
		gpus := p.gpusOf(ctx, rm.Resource().Attributes())
		for _, sm := range rm.ScopeMetrics().All() {
			scope := p.engine.Scope(sm.Scope().Name())
			p.nameSDKMetrics(sm.Metrics())
			for _, m := range sm.Metrics().All() {
				if ofSDK(m) {
					eachPoint(m, func(attrs pcommon.Map) {
						_, listed := attrs.Get(semconv.ResponseFinishReasons)
						res := p.engine.Apply(attrs, scope)
						if !res.GenAI {
							return
						}
						if !listed {
							singleFinishReason(attrs)
						}
						t.add(res)
					})
				}
			}
			p.reportEngines(ctx, p.engines.Metrics(sm.Metrics()))
			if !gpus.present {
				continue
			}
			for _, m := range sm.Metrics().All() {
				if p.engines.Knows(m.Name()) {
					eachPoint(m, gpus.point)
				}
			}
		}
	}
	p.report(ctx, signalMetrics, &t)
	return md, nil
}

const tokenUsage = "gen_ai.client.token.usage"

// sdkMetrics are the metrics of instrumentations that the conventions have
// under another name. Those that are histograms in seconds or tokens are meant:
// the oldest releases counted tokens, which the conventions do not.
var sdkMetrics = map[string]string{
	"llm.openai.chat_completions.duration":                      "gen_ai.client.operation.duration",
	"llm.openai.chat_completions.tokens":                        tokenUsage,
	"llm.anthropic.completion.duration":                         "gen_ai.client.operation.duration",
	"llm.anthropic.completion.tokens":                           tokenUsage,
	"llm.watsonx.completions.duration":                          "gen_ai.client.operation.duration",
	"llm.watsonx.completions.tokens":                            tokenUsage,
	"llm.openai.chat_completions.streaming_time_to_first_token": "gen_ai.client.operation.time_to_first_chunk",
	"llm.chat_completions.streaming_time_to_first_token":        "gen_ai.client.operation.time_to_first_chunk",
}

func ofSDK(m pmetric.Metric) bool {
	return strings.HasPrefix(m.Name(), "gen_ai.") || strings.HasPrefix(m.Name(), "llm.")
}

// nameSDKMetrics gives metrics of instrumentations the names and units of the
// conventions. Where the scope has the metric already the other stays.
func (p *genAI) nameSDKMetrics(ms pmetric.MetricSlice) {
	for i := range ms.Len() {
		m := ms.At(i)
		if !ofSDK(m) {
			continue
		}
		if to, ok := sdkMetrics[m.Name()]; ok && m.Type() == pmetric.MetricTypeHistogram && !hasMetric(ms, to) {
			if p.cfg.RemoveOriginals != RemoveMapped {
				original := m
				m = ms.AppendEmpty()
				original.CopyTo(m)
			}
			m.SetName(to)
		}
		// OpenLLMetry's unit becomes a part of the name in Prometheus.
		if m.Name() == tokenUsage && m.Unit() == "token" {
			m.SetUnit("{token}")
		}
	}
}

func hasMetric(ms pmetric.MetricSlice, name string) bool {
	for _, m := range ms.All() {
		if m.Name() == name {
			return true
		}
	}
	return false
}

// singleFinishReason makes a label of the list that is made for spans: it would be
// JSON in Prometheus, and the metrics of engines have the reason alone.
func singleFinishReason(attrs pcommon.Map) {
	list, ok := attrs.Get(semconv.ResponseFinishReasons)
	if !ok || list.Type() != pcommon.ValueTypeSlice || list.Slice().Len() != 1 {
		return
	}
	reason := list.Slice().At(0).AsString()
	attrs.Remove(semconv.ResponseFinishReasons)
	if _, ok := attrs.Get(engines.AttrFinishReason); !ok {
		attrs.PutStr(engines.AttrFinishReason, reason)
	}
}

// eachPoint calls f with the attributes of every data point.
func eachPoint(m pmetric.Metric, f func(pcommon.Map)) {
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		for _, dp := range m.Gauge().DataPoints().All() {
			f(dp.Attributes())
		}
	case pmetric.MetricTypeSum:
		for _, dp := range m.Sum().DataPoints().All() {
			f(dp.Attributes())
		}
	case pmetric.MetricTypeHistogram:
		for _, dp := range m.Histogram().DataPoints().All() {
			f(dp.Attributes())
		}
	case pmetric.MetricTypeExponentialHistogram:
		for _, dp := range m.ExponentialHistogram().DataPoints().All() {
			f(dp.Attributes())
		}
	case pmetric.MetricTypeSummary:
		for _, dp := range m.Summary().DataPoints().All() {
			f(dp.Attributes())
		}
	default:
	}
}
