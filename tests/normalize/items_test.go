// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package normalize

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor"
	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

func recordings(t *testing.T) []sdk.Recording {
	t.Helper()
	all, err := sdk.Load()
	require.NoError(t, err)
	require.Greater(t, len(all), 100)
	return all
}

// item is a span, a log record or a data point.
type item struct {
	name       string
	scope      string
	kind       ptrace.SpanKind
	attributes pcommon.Map
	body       pcommon.Value
}

var factory = genaiprocessor.NewFactory()

func config(t *testing.T, settings map[string]any) *genaiprocessor.Config {
	t.Helper()
	cfg := factory.CreateDefaultConfig().(*genaiprocessor.Config)
	require.NoError(t, confmap.NewFromStringMap(settings).Unmarshal(cfg))
	return cfg
}

func keeping(t *testing.T) *genaiprocessor.Config {
	t.Helper()
	return config(t, nil)
}

func removing(t *testing.T) *genaiprocessor.Config {
	t.Helper()
	return config(t, map[string]any{"remove_originals": "mapped"})
}

func settings() processor.Settings { return processortest.NewNopSettings(factory.Type()) }

// processed sends a recording through the processor, twice where again is set.
func processed(t *testing.T, r sdk.Recording, cfg *genaiprocessor.Config, again ...bool) []item {
	t.Helper()
	passes := 1 + len(again)
	switch r.Signal {
	case sdk.SignalTraces:
		td, err := r.Traces()
		require.NoError(t, err)
		for range passes {
			processTraces(t, td, cfg)
		}
		return spans(td)
	case sdk.SignalLogs:
		ld, err := r.Logs()
		require.NoError(t, err)
		p, err := factory.CreateLogs(t.Context(), settings(), cfg, new(consumertest.LogsSink))
		require.NoError(t, err)
		run(t, p, passes, func(ctx context.Context) error { return p.ConsumeLogs(ctx, ld) })
		return records(ld)
	default:
		md, err := r.Metrics()
		require.NoError(t, err)
		p, err := factory.CreateMetrics(t.Context(), settings(), cfg, new(consumertest.MetricsSink))
		require.NoError(t, err)
		run(t, p, passes, func(ctx context.Context) error { return p.ConsumeMetrics(ctx, md) })
		return points(md)
	}
}

func processTraces(t *testing.T, td ptrace.Traces, cfg *genaiprocessor.Config) {
	t.Helper()
	p, err := factory.CreateTraces(t.Context(), settings(), cfg, new(consumertest.TracesSink))
	require.NoError(t, err)
	run(t, p, 1, func(ctx context.Context) error { return p.ConsumeTraces(ctx, td) })
}

func run(t *testing.T, c component.Component, passes int, consume func(context.Context) error) {
	t.Helper()
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	for range passes {
		require.NoError(t, consume(t.Context()))
	}
	require.NoError(t, c.Shutdown(t.Context()))
}

// items are those of a recording as it is.
func items(t *testing.T, r sdk.Recording) []item {
	t.Helper()
	switch r.Signal {
	case sdk.SignalTraces:
		td, err := r.Traces()
		require.NoError(t, err)
		return spans(td)
	case sdk.SignalLogs:
		ld, err := r.Logs()
		require.NoError(t, err)
		return records(ld)
	default:
		md, err := r.Metrics()
		require.NoError(t, err)
		return points(md)
	}
}

func spans(td ptrace.Traces) (all []item) {
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				all = append(all, item{name: span.Name(), scope: ss.Scope().Name(), kind: span.Kind(), attributes: span.Attributes(), body: pcommon.NewValueEmpty()})
			}
		}
	}
	return all
}

func records(ld plog.Logs) (all []item) {
	for _, rl := range ld.ResourceLogs().All() {
		for _, sl := range rl.ScopeLogs().All() {
			for _, record := range sl.LogRecords().All() {
				all = append(all, item{name: record.EventName(), attributes: record.Attributes(), body: record.Body()})
			}
		}
	}
	return all
}

func points(md pmetric.Metrics) (all []item) {
	add := func(m pmetric.Metric, attributes pcommon.Map) {
		all = append(all, item{name: m.Name(), attributes: attributes, body: pcommon.NewValueEmpty()})
	}
	for _, rm := range md.ResourceMetrics().All() {
		for _, sm := range rm.ScopeMetrics().All() {
			for _, m := range sm.Metrics().All() {
				switch m.Type() {
				case pmetric.MetricTypeGauge:
					for _, dp := range m.Gauge().DataPoints().All() {
						add(m, dp.Attributes())
					}
				case pmetric.MetricTypeSum:
					for _, dp := range m.Sum().DataPoints().All() {
						add(m, dp.Attributes())
					}
				case pmetric.MetricTypeHistogram:
					for _, dp := range m.Histogram().DataPoints().All() {
						add(m, dp.Attributes())
					}
				default:
				}
			}
		}
	}
	return all
}
