// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/pmetrictest"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/gpucost"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadatatest"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// sample is a point of a metric about a GPU.
type sample struct {
	name       string
	value      float64
	sum        bool
	delta      bool
	resource   map[string]any
	attributes map[string]any
	start      time.Time
}

func samples(tb testing.TB, at time.Time, all ...sample) pmetric.Metrics {
	tb.Helper()
	md := pmetric.NewMetrics()
	for _, s := range all {
		rm := md.ResourceMetrics().AppendEmpty()
		require.NoError(tb, rm.Resource().Attributes().FromRaw(s.resource))
		m := rm.ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
		m.SetName(s.name)
		var dp pmetric.NumberDataPoint
		if s.sum {
			m.SetEmptySum().SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
			if s.delta {
				m.Sum().SetAggregationTemporality(pmetric.AggregationTemporalityDelta)
			}
			m.Sum().SetIsMonotonic(true)
			dp = m.Sum().DataPoints().AppendEmpty()
		} else {
			dp = m.SetEmptyGauge().DataPoints().AppendEmpty()
		}
		require.NoError(tb, dp.Attributes().FromRaw(s.attributes))
		dp.SetDoubleValue(s.value)
		dp.SetTimestamp(pcommon.NewTimestampFromTime(at))
		dp.SetStartTimestamp(pcommon.NewTimestampFromTime(s.start))
	}
	return md
}

var onGPU1 = map[string]any{"gpu_uuid": "GPU-1", "hw.model": "NVIDIA H100 80GB HBM3", "host.name": "n1", "k8s.pod.uid": "pod-1"}

// engine1 is in the pod that has GPU-1, which its own metrics do not know.
var engine1 = map[string]any{"k8s.pod.uid": "pod-1", "service.instance.id": "engine-1"}

// hour sends an hour of metrics, half of it busy, to c.
func hour(t *testing.T, c connector.Metrics) {
	t.Helper()
	model := map[string]any{"gen_ai.request.model": "llama-3.3-70b-instruct"}
	begin := time.Now()
	for i := range 121 {
		busy, tokens := 1.0, float64(i)*1000
		if i >= 60 {
			busy, tokens = 0, 60_000
		}
		require.NoError(t, c.ConsumeMetrics(t.Context(), samples(t, time.Now(),
			sample{name: "hw.gpu.utilization", value: 0.5, attributes: onGPU1},
			sample{name: "hw.energy", value: 5000 + float64(i)*10_500, sum: true, attributes: onGPU1, start: begin.Add(-time.Hour)},
			sample{name: "inference.engine.requests.running", value: busy, resource: engine1, attributes: model},
			// The same, as scraped, is not counted again.
			sample{name: "vllm:num_requests_running", value: 9, resource: engine1, attributes: model},
			sample{name: "inference.engine.prompt_tokens", value: 700 + 5*tokens, sum: true, resource: engine1, attributes: model},
			sample{name: "inference.engine.generation_tokens", value: 70 + tokens, sum: true, resource: engine1, attributes: model},
		)))
		if i < 120 {
			time.Sleep(30 * time.Second)
		}
	}
}

// gpuConfig has one flush, at the shutdown.
func gpuConfig() *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.PriceBook.File = testPrices
	cfg.PriceBook.ReloadInterval = 0
	cfg.ReferencePrices = false
	cfg.MetricsFlushInterval = 2 * time.Hour
	cfg.GPU.Window, cfg.GPU.ShareInterval = 2*time.Hour, 2*time.Hour
	return cfg
}

// The instances of one component work on one state: tenants' tokens come from
// traces, GPU hours from metrics, and both leave once.
func TestTracesAndMetricsShareTheirState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(march))
		factory, set, cfg := NewFactory(), nop(), gpuConfig()
		first, second := new(consumertest.MetricsSink), new(consumertest.MetricsSink)
		traces, err := factory.CreateTracesToMetrics(t.Context(), set, cfg, first)
		require.NoError(t, err)
		metrics, err := factory.CreateMetricsToMetrics(t.Context(), set, cfg, second)
		require.NoError(t, err)
		for _, c := range []component.Component{traces, metrics} {
			require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		}
		hour(t, metrics)
		for tenant, tokens := range map[string]int{"a": 100, "b": 100, "c": 200} {
			s := spanCase{Provider: "vllm", Model: "llama-3.3-70b-instruct", Tokens: map[string]any{"input": 0, "output": tokens}, Attributes: map[string]any{"tenant": tenant}}
			require.NoError(t, traces.ConsumeTraces(t.Context(), s.traces(t)))
		}
		require.NoError(t, traces.Shutdown(t.Context()))
		require.Empty(t, first.AllMetrics(), "the other instance is still in use")
		require.NoError(t, metrics.Shutdown(t.Context()))
		require.Len(t, first.AllMetrics(), 1)
		require.Empty(t, second.AllMetrics(), "both begin the same pipelines")

		md := first.AllMetrics()[0]
		exactly(t, 1.75, valueOf(t, md, "genai.gpu.cost.eur", "state", "busy"))
		exactly(t, 1.75, valueOf(t, md, "genai.gpu.cost.eur", "state", "idle"))
		exactly(t, 1800, valueOf(t, md, "genai.gpu.time", "state", "busy"))
		exactly(t, 3.5, total(md, "genai.tenant.gpu.cost.eur"))
		exactly(t, 1_260_000, valueOf(t, md, "genai.gpu.energy", "gpu", "GPU-1"))
		exactly(t, 0.105, valueOf(t, md, "genai.gpu.energy.cost.eur", "gpu", "GPU-1"))
		exactly(t, 23.52, valueOf(t, md, "genai.gpu.emissions", "gpu", "GPU-1"))
		exactly(t, 3, total(md, "genai.cost.requests"))

		for _, sm := range md.ResourceMetrics().All() {
			require.NotEmpty(t, sm.ScopeMetrics().At(0).Scope().Name())
		}

		const file = "testdata/gpu.yaml"
		if *update {
			require.NoError(t, golden.WriteMetricsToFile(file, md, golden.SkipMetricTimestampNormalization()))
		}
		want, err := golden.ReadMetrics(file)
		require.NoError(t, err)
		require.NoError(t, pmetrictest.CompareMetrics(want, md, pmetrictest.IgnoreResourceMetricsOrder(),
			pmetrictest.IgnoreMetricDataPointsOrder(), pmetrictest.IgnoreMetricsOrder()))
	})
}

// A sampled span has the part of those that it stands for.
func TestTenantsOfSampledSpansPayForAllOfThem(t *testing.T) {
	cfg := gpuConfig()
	cfg.AdjustedCount = true
	book, err := pricebook.Load(testPrices)
	require.NoError(t, err)
	m := newMeter(cfg, pcommon.NewMap(), book, march)
	m.gpus = newGPUMeter(cfg, pcommon.NewMap(), book, march)
	gpu := pricebook.GPU{UUID: "GPU-1", Model: "NVIDIA H100 80GB HBM3"}
	for second := 0; second <= 3600; second += 30 {
		at := march.Add(time.Duration(second) * time.Second)
		m.gpus.Seen(gpu, "", "", at, at)
		m.gpus.Running(gpucost.Place{UUID: "GPU-1"}, "e", "llama-3.3-70b", 1, at)
	}
	for tenant, state := range map[string]string{"a": "", "b": "ot=th:c"} {
		s := spanCase{Provider: "vllm", Model: "llama-3.3-70b", TraceState: state, Tokens: map[string]any{"input": 100, "output": 50}, Attributes: map[string]any{"tenant": tenant}}
		m.count(s.traces(t))
	}
	md := pmetric.NewMetrics()
	m.gpus.Export(md, pcommon.NewTimestampFromTime(march.Add(time.Hour)), true)
	exactly(t, 0.7, valueOf(t, md, "genai.tenant.gpu.cost.eur", "tenant", "a"))
	exactly(t, 2.8, valueOf(t, md, "genai.tenant.gpu.cost.eur", "tenant", "b"))
}

func TestComponentsOfTheirOwnIDShareNothing(t *testing.T) {
	factory := NewFactory()
	sinks := map[string]*consumertest.MetricsSink{}
	for _, name := range []string{"a", "b"} {
		set := nop()
		set.ID = component.NewIDWithName(set.ID.Type(), name)
		sinks[name] = new(consumertest.MetricsSink)
		cfg := gpuConfig()
		c, err := factory.CreateTracesToMetrics(t.Context(), set, cfg, sinks[name])
		require.NoError(t, err)
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		require.NoError(t, c.ConsumeTraces(t.Context(), request.traces(t)))
		require.NoError(t, c.Shutdown(t.Context()))
		exactly(t, 1, total(sinks[name].AllMetrics()[0], "genai.cost.requests"))
	}
}

func TestCounters(t *testing.T) {
	begin := march
	for _, tt := range []struct {
		name   string
		points []sample
		at     []int // seconds
		want   string
	}{
		{"the first value is where counting begins", []sample{{value: 100}, {value: 130}}, []int{0, 10}, "30"},
		{"unless the counter began later than the connector", []sample{{value: 100, start: begin.Add(time.Second)}, {value: 130, start: begin.Add(time.Second)}}, []int{2, 10}, "130"},
		{"a first point whose start is its own time does not say when the counter began", []sample{{value: 100, start: begin.Add(2 * time.Second)}, {value: 130, start: begin.Add(2 * time.Second)}}, []int{2, 10}, "30"},
		{"nor does a later one", []sample{{value: 100, start: begin.Add(-time.Hour)}, {value: 130, start: begin.Add(10 * time.Second)}, {value: 150, start: begin.Add(10 * time.Second)}}, []int{0, 10, 20}, "50"},
		{"deltas are added", []sample{{value: 100, delta: true}, {value: 30, delta: true}}, []int{0, 10}, "130"},
		{"once, however often they come", []sample{{value: 100, delta: true}, {value: 30, delta: true}, {value: 100, delta: true}, {value: 30, delta: true}, {value: 7, delta: true}}, []int{0, 10, 0, 10, 20}, "137"},
		{"a reset shows in the value", []sample{{value: 100}, {value: 130}, {value: 7}, {value: 9}}, []int{0, 10, 20, 30}, "39"},
		{"a reset shows in the start", []sample{{value: 100, start: begin.Add(-time.Hour)}, {value: 130, start: begin.Add(5 * time.Second)}}, []int{0, 10}, "130"},
		{"late points say nothing", []sample{{value: 100}, {value: 130}, {value: 110}, {value: 140}}, []int{0, 10, 5, 20}, "40"},
		{"a negative value says nothing", []sample{{value: 100}, {value: -50}, {value: 130}}, []int{0, 10, 20}, "30"},
		{"nor does an infinite one", []sample{{value: 100}, {value: math.Inf(1)}, {value: math.NaN()}, {value: 130}}, []int{0, 10, 20, 30}, "30"},
		{"a point that comes twice is one", []sample{{value: 100}, {value: 130}, {value: 130}}, []int{0, 10, 10}, "30"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := gpuConfig()
			book, err := pricebook.Load(testPrices)
			require.NoError(t, err)
			r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, begin), cfg, begin)
			for i, s := range tt.points {
				s.name, s.sum, s.attributes = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", true, map[string]any{"UUID": "GPU-1"}
				s.value *= 1000
				r.read(samples(t, begin.Add(time.Duration(tt.at[i])*time.Second), s), begin.Add(time.Minute))
			}
			md := pmetric.NewMetrics()
			r.meter.Export(md, pcommon.NewTimestampFromTime(begin.Add(time.Minute)), true)
			exactly(t, nearestFloat(t, tt.want), valueOf(t, md, "genai.gpu.energy", "gpu", "GPU-1"))
		})
	}
}

// A metric that says nothing of a GPU makes none.
func TestOtherMetricsAreIgnored(t *testing.T) {
	cfg := gpuConfig()
	book, err := pricebook.Load(testPrices)
	require.NoError(t, err)
	r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, march), cfg, march)
	for i := range 3 {
		r.read(samples(t, march.Add(time.Duration(i)*time.Second),
			sample{name: "system.cpu.time", value: 1},
			sample{name: "disk.health", value: 1, attributes: map[string]any{"UUID": "disk-1"}},
			sample{name: "inference.engine.generation_tokens", value: float64(i), sum: true, resource: map[string]any{"k8s.pod.uid": "no-gpu"}},
			sample{name: "hw.energy", value: float64(i), sum: true, attributes: map[string]any{"hw.id": "psu-1"}},
		), march.Add(time.Minute))
	}
	md := pmetric.NewMetrics()
	r.meter.Export(md, pcommon.NewTimestampFromTime(march.Add(time.Minute)), true)
	require.Zero(t, md.ResourceMetrics().Len())
}

func TestGPUTelemetry(t *testing.T) {
	tt := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tt.Shutdown(context.WithoutCancel(t.Context()))) })
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(march))
		c, err := NewFactory().CreateMetricsToMetrics(t.Context(), metadatatest.NewSettings(tt), gpuConfig(), consumertest.NewNop())
		require.NoError(t, err)
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		for _, after := range []time.Duration{0, 30 * time.Second, 10 * time.Minute, 24 * time.Hour} {
			if after < time.Hour {
				time.Sleep(time.Until(march.Add(after)))
			}
			seen := []sample{{name: "hw.gpu.utilization", attributes: onGPU1}}
			if after < time.Minute {
				seen = append(seen, sample{name: "hw.gpu.utilization", attributes: map[string]any{"gpu_uuid": "GPU-2", "hw.model": "nobody's"}})
			}
			require.NoError(t, c.ConsumeMetrics(t.Context(), samples(t, march.Add(after), seen...)))
		}
		require.NoError(t, c.Shutdown(t.Context()))
	})
	one := []metricdata.DataPoint[int64]{{Value: 1}}
	metadatatest.AssertEqualConnectorCostGpuGaps(t, tt, one, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualConnectorCostGpuPointsInFuture(t, tt, one, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualConnectorCostGpuUnpricedTime(t, tt, []metricdata.DataPoint[float64]{{Value: 30}}, metricdatatest.IgnoreTimestamp())
}
