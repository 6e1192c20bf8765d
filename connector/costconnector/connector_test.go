// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadatatest"
)

var request = spanCase{Provider: "openai", Model: "gpt-4o", Tokens: map[string]any{"input": 1000, "output": 100}}

func newTestConnector(t *testing.T, set connector.Settings, next consumer.Metrics, change func(*Config)) connector.Traces {
	t.Helper()
	cfg := createDefaultConfig().(*Config)
	cfg.PriceBook.File = testPrices
	cfg.ReferencePrices = false
	if change != nil {
		change(cfg)
	}
	c, err := NewFactory().CreateTracesToMetrics(t.Context(), set, cfg, next)
	require.NoError(t, err)
	return c
}

func nop() connector.Settings { return connectortest.NewNopSettings(metadata.Type) }

// total adds up a metric.
func total(md pmetric.Metrics, name string) float64 {
	var sum float64
	for _, dp := range pointsOf(md, name) {
		sum += number(dp)
	}
	return sum
}

func TestExportsAtInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := new(consumertest.MetricsSink)
		c := newTestConnector(t, nop(), sink, nil)
		begin := pcommon.NewTimestampFromTime(time.Now())
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))

		time.Sleep(5 * time.Second)
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		time.Sleep(11 * time.Second)
		synctest.Wait()
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		time.Sleep(15 * time.Second)
		synctest.Wait()
		require.NoError(t, c.Shutdown(t.Context()))

		exports := sink.AllMetrics()
		require.Len(t, exports, 3, "two intervals and the shutdown")
		for i, want := range []string{"0.00322", "0.00644", "0.00644"} {
			require.InDelta(t, nearestFloat(t, want), total(exports[i], "genai.cost.eur"), 1e-18)
			for _, dp := range pointsOf(exports[i], "genai.cost.eur") {
				require.Equal(t, begin, dp.StartTimestamp())
			}
		}
		require.Equal(t, begin+pcommon.Timestamp(15*time.Second), pointsOf(exports[0], "genai.cost.eur")[0].Timestamp())
	})
}

// Backends that know no start time see the first increase of a series only if
// there is a zero before it.
func TestNewSeriesBeginWithZero(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := new(consumertest.MetricsSink)
		c := newTestConnector(t, nop(), sink, nil)
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		time.Sleep(20 * time.Second)
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		time.Sleep(30 * time.Second)
		synctest.Wait()
		require.NoError(t, c.Shutdown(t.Context()))

		exports := sink.AllMetrics()
		first := metricsOf(exports[0], "genai.cost.eur")[0].Sum().DataPoints()
		require.Equal(t, 4, first.Len(), "a zero and a value, of input and output")
		zero, value := first.At(0), first.At(1)
		require.Zero(t, zero.DoubleValue())
		require.Equal(t, zero.StartTimestamp(), zero.Timestamp())
		require.Equal(t, zero.Timestamp()+pcommon.Timestamp(15*time.Second), value.Timestamp())
		require.Equal(t, zero.Attributes().AsRaw(), value.Attributes().AsRaw())
		require.Len(t, histogramOf(exports[0]), 2)
		require.Zero(t, histogramOf(exports[0])[0].Count())

		require.Equal(t, 2, metricsOf(exports[1], "genai.cost.eur")[0].Sum().DataPoints().Len())
		require.Len(t, histogramOf(exports[1]), 1)
	})
}

func TestShutdownExportsWhatIsLeft(t *testing.T) {
	sink := new(consumertest.MetricsSink)
	c := newTestConnector(t, nop(), sink, nil)
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	for range 100 {
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
	}
	require.NoError(t, c.Shutdown(t.Context()))
	require.Len(t, sink.AllMetrics(), 1)
	exactly(t, 100.0, total(sink.AllMetrics()[0], "genai.cost.requests"))
	require.NoError(t, c.Shutdown(t.Context()), "again")
}

// flaky refuses every export until it is told to accept.
type flaky struct {
	consumertest.MetricsSink
	accept atomic.Bool
}

var errRefused = errors.New("refused")

func (f *flaky) ConsumeMetrics(ctx context.Context, md pmetric.Metrics) error {
	if !f.accept.Load() {
		return errRefused
	}
	return f.MetricsSink.ConsumeMetrics(ctx, md)
}

func TestRefusedExportsAreMadeUpFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := &flaky{}
		c := newTestConnector(t, nop(), next, nil)
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		time.Sleep(40 * time.Second)
		synctest.Wait()
		next.accept.Store(true)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		exactly(t, 1.0, total(next.AllMetrics()[0], "genai.cost.requests"))
		next.accept.Store(false)
		require.ErrorIs(t, c.Shutdown(t.Context()), errRefused)
	})
}

// stuck never answers.
type stuck struct{ consumertest.MetricsSink }

func (*stuck) ConsumeMetrics(ctx context.Context, _ pmetric.Metrics) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestShutdownEndsAStuckExport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestConnector(t, nop(), &stuck{}, nil)
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		time.Sleep(20 * time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, c.Shutdown(ctx), context.DeadlineExceeded)
	})
}

// The component is created when a configuration is validated, but not started.
func TestBadBookIsRefusedAtCreation(t *testing.T) {
	dir := t.TempDir()
	for name, tt := range map[string]struct {
		text, want string
	}{
		"faults":  {"version: 1\nid: x\ncurrency: EUR\nproviders: [{}]\n", "providers[0]: names is required"},
		"no YAML": {"a: [", "did not find expected node content"},
		"empty":   {"", "the book is empty"},
		"no file": {"-", "no such file or directory"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := createDefaultConfig().(*Config)
			cfg.PriceBook.File = filepath.Join(dir, name)
			if tt.text != "-" {
				require.NoError(t, os.WriteFile(cfg.PriceBook.File, []byte(tt.text), 0o600))
			}
			_, err := NewFactory().CreateTracesToMetrics(t.Context(), nop(), cfg, consumertest.NewNop())
			require.ErrorContains(t, err, tt.want)
			require.True(t, strings.HasPrefix(err.Error(), "price_book::file: "), err)
		})
	}
}

func TestOneResourcePerService(t *testing.T) {
	sink := new(consumertest.MetricsSink)
	c := newTestConnector(t, nop(), sink, nil)
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	td := ptrace.NewTraces()
	for _, service := range []string{"a", "b", "", "a"} {
		rs := td.ResourceSpans().AppendEmpty()
		if service != "" {
			rs.Resource().Attributes().PutStr("service.name", service)
		}
		request.write(t, rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty())
	}
	require.NoError(t, c.ConsumeTraces(t.Context(), td))
	require.NoError(t, c.Shutdown(t.Context()))

	md := sink.AllMetrics()[0]
	got := map[string]float64{}
	for _, rm := range md.ResourceMetrics().All() {
		service, _ := rm.Resource().Attributes().Get("service.name")
		one := pmetric.NewMetrics()
		rm.CopyTo(one.ResourceMetrics().AppendEmpty())
		got[service.Str()] = total(one, "genai.cost.requests")
		require.Equal(t, service.Str(), label(pointsOf(one, "genai.cost.requests")[0], "service.name"))
	}
	require.Equal(t, map[string]float64{"a": 2, "b": 1, "unknown_service": 1}, got)
}

func TestOverflowKeepsTotals(t *testing.T) {
	sink := new(consumertest.MetricsSink)
	c := newTestConnector(t, nop(), sink, func(cfg *Config) { cfg.AggregationCardinalityLimit = 2 })
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	for _, tenant := range []string{"a", "b", "c", "d", "a"} {
		td := request.traces(t)
		td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes().PutStr("tenant", tenant)
		require.NoError(t, c.ConsumeTraces(t.Context(), td))
	}
	require.NoError(t, c.Shutdown(t.Context()))

	md := sink.AllMetrics()[0]
	require.InDelta(t, nearestFloat(t, "0.0161"), total(md, "genai.cost.eur"), 1e-17)
	byTenant := map[string]float64{}
	for _, dp := range pointsOf(md, "genai.cost.requests") {
		byTenant[label(dp, "tenant")+label(dp, "otel.metric.overflow")] = number(dp)
	}
	require.Equal(t, map[string]float64{"a": 2, "b": 1, "true": 2}, byTenant)
}

func TestUnknownModelNamesAreCapped(t *testing.T) {
	sink := new(consumertest.MetricsSink)
	c := newTestConnector(t, nop(), sink, func(cfg *Config) { cfg.UnpricedCardinalityLimit = 2 })
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	for _, model := range []string{"x1", "x2", "x3", "x4"} {
		s := request
		s.Model = model
		require.NoError(t, c.ConsumeTraces(t.Context(), s.traces(t)))
	}
	require.NoError(t, c.Shutdown(t.Context()))

	md := sink.AllMetrics()[0]
	input := map[string]float64{}
	for _, dp := range pointsOf(md, "genai.cost.unpriced.tokens") {
		require.Equal(t, "unknown_model", label(dp, "reason"))
		if label(dp, "token_class") == "input" {
			input[label(dp, "model")+label(dp, "otel.metric.overflow")] = number(dp)
		}
	}
	require.Equal(t, map[string]float64{"x1": 1000, "x2": 1000, "true": 2000}, input)
	exactly(t, 4.0, valueOf(t, md, "genai.cost.requests", "model", "unknown"))
}

func TestExemplarIsTheDearestRequestOfItsBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := new(consumertest.MetricsSink)
		c := newTestConnector(t, nop(), sink, nil)
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		send := func(id byte, input int64) {
			s := request
			s.Tokens = map[string]any{"input": input, "output": 100}
			td := s.traces(t)
			span := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
			span.SetTraceID(pcommon.TraceID{id})
			span.SetSpanID(pcommon.SpanID{id})
			require.NoError(t, c.ConsumeTraces(t.Context(), td))
		}
		send(1, 1000)
		send(2, 1100)
		send(3, 1050)
		time.Sleep(35 * time.Second)
		synctest.Wait()
		send(4, 1000)
		require.NoError(t, c.Shutdown(t.Context()))

		dp := histogramOf(sink.AllMetrics()[0])[1]
		require.Equal(t, uint64(3), dp.Count())
		require.Equal(t, 1, dp.Exemplars().Len())
		exemplar := dp.Exemplars().At(0)
		require.Equal(t, pcommon.TraceID{2}, exemplar.TraceID())
		require.Equal(t, pcommon.SpanID{2}, exemplar.SpanID())
		exactly(t, nearestFloat(t, "0.00345"), exemplar.DoubleValue())
		require.Equal(t, pcommon.NewTimestampFromTime(march.Add(time.Second)), exemplar.Timestamp(), "the end of the span")

		traceOf := func(export int) pcommon.TraceID {
			return histogramOf(sink.AllMetrics()[export])[0].Exemplars().At(0).TraceID()
		}
		require.Equal(t, pcommon.TraceID{2}, traceOf(1), "kept while there is no newer one")
		require.Equal(t, pcommon.TraceID{4}, traceOf(2), "a newer one is shown even if it is cheaper")
	})
}

func TestReferencePrices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(march))
		sink := new(consumertest.MetricsSink)
		c := newTestConnector(t, nop(), sink, func(cfg *Config) { cfg.ReferencePrices = true })
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		require.NoError(t, c.Shutdown(t.Context()))

		got := map[string]float64{}
		for _, name := range []string{"cost_per_prompt_token_eur", "cost_per_generation_token_eur"} {
			for _, dp := range metricsOf(sink.AllMetrics()[0], name)[0].Gauge().DataPoints().All() {
				got[name+" "+label(dp, "gen_ai.provider.name")+" "+label(dp, "model")] = dp.DoubleValue()
			}
		}
		exactly(t, nearestFloat(t, "0.0000023"), got["cost_per_prompt_token_eur openai gpt-4o"])
		exactly(t, nearestFloat(t, "0.0000092"), got["cost_per_generation_token_eur openai gpt-4o"])
		exactly(t, nearestFloat(t, "0.0000004"), got["cost_per_prompt_token_eur self_hosted llama-3.3-70b"])
		exactly(t, nearestFloat(t, "0.0000016"), got["cost_per_generation_token_eur self_hosted llama-3.3-70b"])
		require.Contains(t, got, "cost_per_prompt_token_eur openai embed-small")
		require.NotContains(t, got, "cost_per_generation_token_eur openai embed-small")
		require.NotContains(t, got, "cost_per_prompt_token_eur gbp-vendor tea-1", "no exchange rate")
		require.NotContains(t, got, "cost_per_prompt_token_eur azure.ai.openai gpt-4o", "inherited")
	})
}

func TestTelemetry(t *testing.T) {
	tt := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tt.Shutdown(context.WithoutCancel(t.Context()))) })
	set := metadatatest.NewSettings(tt)
	next := &flaky{}
	c := newTestConnector(t, set, next, func(cfg *Config) { cfg.AggregationCardinalityLimit = 1 })
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	for _, s := range []spanCase{
		request,
		{Provider: "openai", Model: "x", Tokens: map[string]any{"input": 30, "output": 12}},
		{Provider: "anthropic", Model: "claude-sonnet-4-5", Tokens: map[string]any{"input": 1, "cache_read": 2}},
	} {
		require.NoError(t, c.ConsumeTraces(t.Context(), s.traces(t)))
	}
	inner, outer := request, request
	inner.Trace, inner.ID, inner.Parent = 1, 2, 1
	outer.Trace, outer.ID = 1, 1
	for _, s := range []spanCase{inner, outer, inner, outer} {
		require.NoError(t, c.ConsumeTraces(t.Context(), s.traces(t)))
	}
	require.ErrorIs(t, c.Shutdown(t.Context()), errRefused)

	ignore := metricdatatest.IgnoreTimestamp()
	one := []metricdata.DataPoint[int64]{{Value: 1}}
	metadatatest.AssertEqualConnectorCostLabelSets(t, tt, one, ignore)
	metadatatest.AssertEqualConnectorCostExportFailures(t, tt, one, ignore)
	metadatatest.AssertEqualConnectorCostOverflowRequests(t, tt, []metricdata.DataPoint[int64]{{Value: 2}}, ignore)
	metadatatest.AssertEqualConnectorCostUnpricedTokens(t, tt, []metricdata.DataPoint[int64]{
		{Value: 42, Attributes: attribute.NewSet(attribute.String("reason", "unknown_model"))},
	}, ignore)
	metadatatest.AssertEqualConnectorCostAnomalies(t, tt, []metricdata.DataPoint[int64]{
		{Value: 1, Attributes: attribute.NewSet(attribute.String("kind", "cache_exceeds_input"))},
	}, ignore)
	skipped := map[string]int64{"nested": 1, "duplicate": 2}
	var want []metricdata.DataPoint[int64]
	for reason, n := range skipped {
		want = append(want, metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(attribute.String("reason", reason))})
	}
	metadatatest.AssertEqualConnectorCostSkippedSpans(t, tt, want, ignore)
	info, err := tt.GetMetric("otelcol_connector_cost_price_book_info")
	require.NoError(t, err)
	points := info.Data.(metricdata.Gauge[int64]).DataPoints
	require.Len(t, points, 1)
	id, _ := points[0].Attributes.Value("id")
	require.Equal(t, "test-2026", id.AsString())
}

// Collectors that write to one backend must not share series.
func TestCollectorInstanceID(t *testing.T) {
	set := nop()
	set.Resource.Attributes().PutStr("service.instance.id", "collector-1")
	sink := new(consumertest.MetricsSink)
	c := newTestConnector(t, set, sink, nil)
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
	require.NoError(t, c.Shutdown(t.Context()))
	require.Equal(t, "collector-1", label(pointsOf(sink.AllMetrics()[0], "genai.cost.eur")[0], "collector.instance.id"))
}

func TestConcurrentSenders(t *testing.T) {
	sink := new(consumertest.MetricsSink)
	c := newTestConnector(t, nop(), sink, func(cfg *Config) { cfg.MetricsFlushInterval = minFlushInterval })
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	const senders, batches, spans = 4, 50, 100
	done := make(chan error, senders)
	for range senders {
		td := benchmarkTraces(spans, 10)
		go func() {
			var err error
			for range batches {
				renewSpans(td)
				err = errors.Join(err, c.ConsumeTraces(t.Context(), td))
			}
			done <- err
		}()
	}
	for range senders {
		require.NoError(t, <-done)
	}
	require.NoError(t, c.Shutdown(t.Context()))
	exports := sink.AllMetrics()
	exactly(t, float64(senders*batches*spans), total(exports[len(exports)-1], "genai.cost.requests"))
}
