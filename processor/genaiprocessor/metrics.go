// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

func (p *genAI) processMetrics(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	var t tally
	for _, rm := range md.ResourceMetrics().All() {
		p.cfg.Tenant.resource(rm.Resource().Attributes())
		gpus := p.gpusOf(ctx, rm.Resource().Attributes())
		for _, sm := range rm.ScopeMetrics().All() {
			scope := p.engine.Scope(sm.Scope().Name())
			for _, m := range sm.Metrics().All() {
				if strings.HasPrefix(m.Name(), "gen_ai.") || strings.HasPrefix(m.Name(), "llm.") {
					renameSDKMetric(m)
					eachPoint(m, func(attrs pcommon.Map) {
						if res := p.engine.Apply(attrs, scope); res.GenAI {
							t.add(res)
						}
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

// sdkMetrics are the metrics of instrumentations that the conventions have
// under another name. All are histograms in seconds or tokens.
var sdkMetrics = map[string]string{
	"llm.openai.chat_completions.duration":                      "gen_ai.client.operation.duration",
	"llm.openai.chat_completions.tokens":                        "gen_ai.client.token.usage",
	"llm.anthropic.completion.duration":                         "gen_ai.client.operation.duration",
	"llm.anthropic.completion.tokens":                           "gen_ai.client.token.usage",
	"llm.watsonx.completions.duration":                          "gen_ai.client.operation.duration",
	"llm.watsonx.completions.tokens":                            "gen_ai.client.token.usage",
	"llm.openai.chat_completions.streaming_time_to_first_token": "gen_ai.client.operation.time_to_first_chunk",
	"llm.chat_completions.streaming_time_to_first_token":        "gen_ai.client.operation.time_to_first_chunk",
}

func renameSDKMetric(m pmetric.Metric) {
	if to, ok := sdkMetrics[m.Name()]; ok && m.Type() == pmetric.MetricTypeHistogram {
		m.SetName(to)
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
