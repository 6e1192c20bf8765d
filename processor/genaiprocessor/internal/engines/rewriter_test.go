// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"fmt"
	"math"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

func gauge(ms pmetric.MetricSlice, name string, value float64, labels ...string) pmetric.NumberDataPoint {
	m := ms.AppendEmpty()
	m.SetName(name)
	return addPoint(m.SetEmptyGauge().DataPoints(), value, labels...)
}

func counter(ms pmetric.MetricSlice, name string, value float64, labels ...string) pmetric.NumberDataPoint {
	m := ms.AppendEmpty()
	m.SetName(name)
	s := m.SetEmptySum()
	s.SetIsMonotonic(true)
	s.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
	return addPoint(s.DataPoints(), value, labels...)
}

func addPoint(points pmetric.NumberDataPointSlice, value float64, labels ...string) pmetric.NumberDataPoint {
	p := points.AppendEmpty()
	p.SetDoubleValue(value)
	setLabels(p.Attributes(), labels...)
	return p
}

func setLabels(attrs pcommon.Map, labels ...string) {
	for i := 0; i < len(labels); i += 2 {
		attrs.PutStr(labels[i], labels[i+1])
	}
}

func TestLabels(t *testing.T) {
	for _, tc := range []struct {
		name   string
		labels []string
		want   map[string]any
	}{
		{
			name:   "model_name",
			labels: []string{"model_name", "m", "engine", "0"},
			want:   map[string]any{"gen_ai.request.model": "m", "engine": "0", "inference.engine.name": "vllm"},
		},
		{
			name:   "model",
			labels: []string{"model", "m"},
			want:   map[string]any{"gen_ai.request.model": "m", "inference.engine.name": "vllm"},
		},
		{
			name:   "model_name before model",
			labels: []string{"model", "a", "model_name", "b"},
			want:   map[string]any{"gen_ai.request.model": "b", "model": "a", "inference.engine.name": "vllm"},
		},
		{
			name:   "canonical label wins and the other stays",
			labels: []string{"gen_ai.request.model", "a", "model_name", "b"},
			want:   map[string]any{"gen_ai.request.model": "a", "model_name": "b", "inference.engine.name": "vllm"},
		},
		{
			name:   "engine name wins",
			labels: []string{"inference.engine.name", "vllm-fork"},
			want:   map[string]any{"inference.engine.name": "vllm-fork"},
		},
		{
			name:   "both spellings of the finish reason",
			labels: []string{"finish_reason", "a", "finished_reason", "b"},
			want:   map[string]any{"gen_ai.response.finish_reason": "b", "finish_reason": "a", "inference.engine.name": "vllm"},
		},
		{
			name: "none",
			want: map[string]any{"inference.engine.name": "vllm"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ms := pmetric.NewMetricSlice()
			counter(ms, "vllm:request_success_total", 1, tc.labels...)
			New(Options{}).Metrics(ms)
			require.Equal(t, 1, ms.Len())
			assert.Equal(t, "inference.engine.requests", ms.At(0).Name())
			assert.Equal(t, tc.want, ms.At(0).Sum().DataPoints().At(0).Attributes().AsRaw())
		})
	}
}

// A label set by someone else may hold anything.
func TestLabelOfAnotherType(t *testing.T) {
	ms := pmetric.NewMetricSlice()
	counter(ms, "vllm:request_success_total", 1).Attributes().PutInt("model_name", 7)
	New(Options{}).Metrics(ms)
	assert.Equal(t, map[string]any{"gen_ai.request.model": int64(7), "inference.engine.name": "vllm"}, ms.At(0).Sum().DataPoints().At(0).Attributes().AsRaw())
}

func TestUnknownMetricsAreUntouched(t *testing.T) {
	ms := pmetric.NewMetricSlice()
	gauge(ms, "node_load1", 1, "model_name", "x")
	counter(ms, "vllm:something_new_total", 1, "model_name", "x")
	counter(ms, "vllm_prompt_tokens_total", 1, "model_name", "x")
	counter(ms, "VLLM:prompt_tokens_total", 1, "model_name", "x")
	ms.AppendEmpty()
	want := render(ms)
	stats := New(Options{}).Metrics(ms)
	assert.Equal(t, want, render(ms))
	assert.Equal(t, 5, ms.Len())
	assert.Equal(t, Stats{}, stats)
}

func TestUnexpectedTypes(t *testing.T) {
	t.Run("gauge for counter", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "vllm:prompt_tokens_total", 1)
		want := render(ms)
		stats := New(Options{}).Metrics(ms)
		assert.Equal(t, want, render(ms))
		assert.Equal(t, Counts{Unfit: 1}, stats.Engines[VLLM])
	})
	t.Run("unfit does not shadow", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		counter(ms, "vllm:kv_cache_usage_perc", 1)
		gauge(ms, "vllm:gpu_cache_usage_perc", 0.5)
		New(Options{}).Metrics(ms)
		assert.Equal(t, []string{
			`inference.engine.kv_cache.utilization{inference.engine.name="vllm"} Gauge 1 0.5`,
			`vllm:kv_cache_usage_perc{} Sum - 1`,
		}, render(ms))
	})
	t.Run("no data points", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		m := ms.AppendEmpty()
		m.SetName("vllm:num_requests_running")
		m.SetEmptyGauge()
		stats := New(Options{KeepOriginals: true}).Metrics(ms)
		assert.Equal(t, 1, ms.Len())
		assert.Equal(t, "vllm:num_requests_running", ms.At(0).Name())
		assert.Equal(t, Stats{}, stats)
	})
	t.Run("exponential histogram", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		for _, name := range []string{"vllm:time_to_first_token_seconds", "nv_inference_first_response_histogram_ms"} {
			m := ms.AppendEmpty()
			m.SetName(name)
			p := m.SetEmptyExponentialHistogram().DataPoints().AppendEmpty()
			p.SetCount(3)
			p.SetSum(1.5)
			p.SetScale(2)
		}
		stats := New(Options{}).Metrics(ms)
		assert.Equal(t, []string{
			`gen_ai.server.time_to_first_token{inference.engine.name="vllm"} ExponentialHistogram s count=3 sum=1.5 scale=2`,
			`nv_inference_first_response_histogram_ms{} ExponentialHistogram - count=3 sum=1.5 scale=2`,
		}, render(ms), "milliseconds cannot be scaled exactly, so they stay")
		assert.Equal(t, 1, stats.Engines[Triton].Unfit)
	})
}

func TestCountersKeepTheirStartAndTemporality(t *testing.T) {
	for _, temporality := range []pmetric.AggregationTemporality{pmetric.AggregationTemporalityCumulative, pmetric.AggregationTemporalityDelta} {
		for _, keep := range []bool{false, true} {
			ms := pmetric.NewMetricSlice()
			p := counter(ms, "vllm:prompt_tokens_total", 5)
			p.SetStartTimestamp(3)
			p.SetTimestamp(9)
			p.Exemplars().AppendEmpty().SetDoubleValue(2)
			ms.At(0).Sum().SetAggregationTemporality(temporality)
			ms.At(0).Metadata().PutStr("prometheus.type", "counter")
			New(Options{KeepOriginals: keep}).Metrics(ms)

			m := ms.At(ms.Len() - 1)
			require.Equal(t, "inference.engine.prompt_tokens", m.Name())
			assert.Equal(t, temporality, m.Sum().AggregationTemporality())
			assert.True(t, m.Sum().IsMonotonic())
			assert.Equal(t, map[string]any{"prometheus.type": "counter"}, m.Metadata().AsRaw())
			q := m.Sum().DataPoints().At(0)
			assert.EqualValues(t, 3, q.StartTimestamp())
			assert.EqualValues(t, 9, q.Timestamp())
			assert.Equal(t, 1, q.Exemplars().Len())
		}
	}
}

func TestScaling(t *testing.T) {
	t.Run("histogram", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		m := ms.AppendEmpty()
		m.SetName("nv_inference_first_response_histogram_ms")
		p := m.SetEmptyHistogram().DataPoints().AppendEmpty()
		p.SetCount(6)
		p.SetSum(3071)
		p.SetMin(100)
		p.SetMax(1900)
		p.ExplicitBounds().FromRaw([]float64{100, 500, 2300})
		p.BucketCounts().FromRaw([]uint64{1, 3, 2, 0})
		p.Exemplars().AppendEmpty().SetDoubleValue(300)
		p.Exemplars().AppendEmpty().SetIntValue(700)
		p.Exemplars().AppendEmpty()
		New(Options{}).Metrics(ms)

		m = ms.At(0)
		assert.Equal(t, "gen_ai.server.time_to_first_token", m.Name())
		assert.Equal(t, "s", m.Unit())
		p = m.Histogram().DataPoints().At(0)
		// Exact comparison: these are the float64 nearest to the decimal values.
		assert.Equal(t, []float64{0.1, 0.5, 2.3}, p.ExplicitBounds().AsRaw())
		assert.Equal(t, []uint64{1, 3, 2, 0}, p.BucketCounts().AsRaw())
		assert.EqualValues(t, 6, p.Count())
		assert.Equal(t, [3]float64{3.071, 0.1, 1.9}, [3]float64{p.Sum(), p.Min(), p.Max()})
		assert.Equal(t, [2]float64{0.3, 0.7}, [2]float64{p.Exemplars().At(0).DoubleValue(), p.Exemplars().At(1).DoubleValue()})
		assert.Equal(t, pmetric.ExemplarValueTypeEmpty, p.Exemplars().At(2).ValueType())
	})
	t.Run("absent fields of a histogram stay absent", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		m := ms.AppendEmpty()
		m.SetName("nv_inference_first_response_histogram_ms")
		p := m.SetEmptyHistogram().DataPoints().AppendEmpty()
		p.SetFlags(pmetric.DefaultDataPointFlags.WithNoRecordedValue(true))
		New(Options{}).Metrics(ms)
		p = ms.At(0).Histogram().DataPoints().At(0)
		assert.True(t, p.Flags().NoRecordedValue())
		assert.False(t, p.HasSum() || p.HasMin() || p.HasMax())
	})
	t.Run("numbers", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		points := counter(ms, "nv_inference_queue_duration_us", 1500000, "model", "a")
		points.Exemplars().AppendEmpty().SetIntValue(2)
		addPoint(ms.At(0).Sum().DataPoints(), 0, "model", "b").SetIntValue(3)
		addPoint(ms.At(0).Sum().DataPoints(), 0, "model", "c").SetFlags(pmetric.DefaultDataPointFlags.WithNoRecordedValue(true))
		New(Options{}).Metrics(ms)
		assert.Equal(t, []string{
			`inference.engine.queue.time{gen_ai.request.model="a",inference.engine.name="triton"} Sum s 1.5`,
			`inference.engine.queue.time{gen_ai.request.model="b",inference.engine.name="triton"} Sum s 3e-06`,
			`inference.engine.queue.time{gen_ai.request.model="c",inference.engine.name="triton"} Sum s ended`,
		}, render(ms))
	})
}

func TestSplitting(t *testing.T) {
	t.Run("a family that is used up goes", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "nv_trt_llm_request_metrics", 1, "request_type", "waiting")
		addPoint(ms.At(0).Gauge().DataPoints(), 2, "request_type", "scheduled")
		New(Options{}).Metrics(ms)
		assert.Equal(t, []string{
			`inference.engine.requests.running{inference.engine.name="triton"} Gauge {request} 2`,
			`inference.engine.requests.waiting{inference.engine.name="triton"} Gauge {request} 1`,
		}, render(ms))
		assert.Equal(t, 2, ms.Len(), "no empty metric is left")
	})
	t.Run("a family without the label stays", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "nv_trt_llm_request_metrics", 1)
		addPoint(ms.At(0).Gauge().DataPoints(), 2, "request_type", "max")
		want := render(ms)
		assert.Equal(t, Stats{}, New(Options{}).Metrics(ms))
		assert.Equal(t, want, render(ms))
	})
	t.Run("the other source is used if no point matches", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "nv_trt_llm_request_metrics", 1, "request_type", "max")
		gauge(ms, "nv_inference_pending_request_count", 7)
		New(Options{}).Metrics(ms)
		assert.Contains(t, render(ms), `inference.engine.requests.waiting{inference.engine.name="triton"} Gauge {request} 7`)
	})
}

func TestAlreadyCanonical(t *testing.T) {
	t.Run("of the same engine", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "inference.engine.kv_cache.utilization", 0.5, "inference.engine.name", "vllm")
		gauge(ms, "vllm:kv_cache_usage_perc", 0.5)
		stats := New(Options{}).Metrics(ms)
		assert.Equal(t, Counts{Shadowed: 1}, stats.Engines[VLLM])
		assert.Equal(t, "vllm:kv_cache_usage_perc", ms.At(1).Name())
	})
	t.Run("of another engine", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "inference.engine.kv_cache.utilization", 0.5, "inference.engine.name", "sglang")
		ms.At(0).SetUnit("1")
		gauge(ms, "vllm:kv_cache_usage_perc", 0.25)
		New(Options{}).Metrics(ms)
		require.Equal(t, 1, ms.Len(), "the points join: one metric of a name")
		assert.Equal(t, []string{
			`inference.engine.kv_cache.utilization{inference.engine.name="sglang"} Gauge 1 0.5`,
			`inference.engine.kv_cache.utilization{inference.engine.name="vllm"} Gauge 1 0.25`,
		}, render(ms))
	})
	t.Run("of an engine named by the user", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "inference.engine.kv_cache.utilization", 0.5, "inference.engine.name", "my-vllm")
		gauge(ms, "vllm:gpu_cache_usage_perc", 0.5)
		assert.Equal(t, Counts{Shadowed: 1}, New(Options{}).Metrics(ms).Engines[VLLM])
	})
	t.Run("without an engine", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		gauge(ms, "inference.engine.kv_cache.utilization", 0.5)
		gauge(ms, "vllm:kv_cache_usage_perc", 0.25)
		assert.Equal(t, 1, New(Options{}).Metrics(ms).Engines[VLLM].Metrics)
	})
	t.Run("of another type or unit", func(t *testing.T) {
		ms := pmetric.NewMetricSlice()
		counter(ms, "inference.engine.kv_cache.utilization", 1, "inference.engine.name", "sglang")
		gauge(ms, "vllm:kv_cache_usage_perc", 0.25)
		gauge(ms, "inference.engine.requests.running", 1, "inference.engine.name", "sglang")
		gauge(ms, "vllm:num_requests_running", 2)
		New(Options{}).Metrics(ms)
		assert.Equal(t, 4, ms.Len())
		assert.Equal(t, []string{
			`inference.engine.kv_cache.utilization{inference.engine.name="sglang"} Sum - 1`,
			`inference.engine.kv_cache.utilization{inference.engine.name="vllm"} Gauge 1 0.25`,
			`inference.engine.requests.running{inference.engine.name="sglang"} Gauge - 1`,
			`inference.engine.requests.running{inference.engine.name="vllm"} Gauge {request} 2`,
		}, render(ms))
	})
}

func TestRatio(t *testing.T) {
	ended := pmetric.DefaultDataPointFlags.WithNoRecordedValue(true)
	for _, tc := range []struct {
		name string
		make func(pmetric.MetricSlice)
		want []string
	}{
		{
			name: "paired by labels",
			make: func(ms pmetric.MetricSlice) {
				gauge(ms, "tgi_batch_current_max_tokens", 10, "pod", "a")
				addPoint(ms.At(0).Gauge().DataPoints(), 30, "pod", "b")
				addPoint(ms.At(0).Gauge().DataPoints(), 1, "pod", "c")
				gauge(ms, "tgi_batch_max_total_tokens", 60, "pod", "b")
				addPoint(ms.At(1).Gauge().DataPoints(), 0, "pod", "a").SetIntValue(40)
			},
			want: []string{
				`inference.engine.kv_cache.utilization{inference.engine.name="tgi",pod="a"} Gauge 1 0.25`,
				`inference.engine.kv_cache.utilization{inference.engine.name="tgi",pod="b"} Gauge 1 0.5`,
			},
		},
		{
			name: "unknown limit",
			make: func(ms pmetric.MetricSlice) {
				gauge(ms, "tgi_batch_current_max_tokens", 10)
				gauge(ms, "tgi_batch_max_total_tokens", 0)
			},
		},
		{
			name: "limit that is not a number",
			make: func(ms pmetric.MetricSlice) {
				gauge(ms, "tgi_batch_current_max_tokens", 10)
				gauge(ms, "tgi_batch_max_total_tokens", math.NaN())
			},
		},
		{
			name: "one of two",
			make: func(ms pmetric.MetricSlice) { gauge(ms, "tgi_batch_current_max_tokens", 10) },
		},
		{
			name: "not gauges",
			make: func(ms pmetric.MetricSlice) {
				counter(ms, "tgi_batch_current_max_tokens", 10)
				counter(ms, "tgi_batch_max_total_tokens", 20)
			},
		},
		{
			name: "ended series",
			make: func(ms pmetric.MetricSlice) {
				gauge(ms, "tgi_batch_current_max_tokens", 10).SetFlags(ended)
				gauge(ms, "tgi_batch_max_total_tokens", 0).SetFlags(ended)
			},
			want: []string{`inference.engine.kv_cache.utilization{inference.engine.name="tgi"} Gauge 1 ended`},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ms := pmetric.NewMetricSlice()
			tc.make(ms)
			before := render(ms)
			stats := New(Options{}).Metrics(ms)
			after := render(ms)
			assert.Equal(t, len(tc.want), stats.Engines[TGI].Points)
			assert.Subset(t, after, before, "the sources stay")
			assert.ElementsMatch(t, tc.want, canonical(after))
		})
	}
}

// Two metrics that count successes and failures join under one name: what tells
// them apart must not depend on the labels that a release gives.
func TestFailuresAreToldFromSuccesses(t *testing.T) {
	for _, tc := range []struct{ engine, success, failure string }{
		{"triton", "nv_inference_request_success", "nv_inference_request_failure"},
		{"tgi", "tgi_request_success", "tgi_request_failure"},
		{"tensorrt_llm", "trtllm_request_success_total", "trtllm_request_error_total"},
	} {
		for _, keep := range []bool{false, true} {
			ms := pmetric.NewMetricSlice()
			counter(ms, tc.success, 5, "model", "m")
			counter(ms, tc.failure, 2, "model", "m")
			New(Options{KeepOriginals: keep}).Metrics(ms)
			assert.Equal(t, []string{
				`inference.engine.requests{error.type="_OTHER",gen_ai.request.model="m",inference.engine.name="` + tc.engine + `"} Sum {request} 2`,
				`inference.engine.requests{gen_ai.request.model="m",inference.engine.name="` + tc.engine + `"} Sum {request} 5`,
			}, canonical(render(ms)))
		}
	}
}

// vLLM 0.8 counts blocks under the names by which later releases count tokens.
func TestPrefixCacheInBlocksIsNotTokens(t *testing.T) {
	ms := pmetric.NewMetricSlice()
	counter(ms, "vllm:gpu_prefix_cache_queries_total", 4)
	ms.At(0).SetDescription("GPU prefix cache queries, in terms of number of queried blocks.")
	counter(ms, "vllm:gpu_prefix_cache_hits_total", 3)
	ms.At(1).SetDescription("GPU prefix cache hits, in terms of number of cached tokens.")
	stats := New(Options{}).Metrics(ms)
	assert.Equal(t, Counts{Metrics: 1, Points: 1, Unfit: 1}, stats.Engines[VLLM])
	assert.Equal(t, []string{
		`inference.engine.prefix_cache.hits{inference.engine.name="vllm"} Sum {token} 3`,
		`vllm:gpu_prefix_cache_queries_total{} Sum - 4`,
	}, render(ms))
}

// The colon is reserved for recording rules, so some replace it, and Dynamo put
// one where there was none.
func TestPrefixesWithAndWithoutColon(t *testing.T) {
	ms := pmetric.NewMetricSlice()
	gauge(ms, "sglang_token_usage", 0.5)
	counter(ms, "trtllm:request_success_total", 3)
	New(Options{}).Metrics(ms)
	assert.Equal(t, []string{
		`inference.engine.kv_cache.utilization{inference.engine.name="sglang"} Gauge 1 0.5`,
		`inference.engine.requests{inference.engine.name="tensorrt_llm"} Sum {request} 3`,
	}, render(ms))
}

// Series that find no partner do not cost the square of their number: it would take
// minutes.
func TestRatioOfManySeries(t *testing.T) {
	const series = 60000
	ms := pmetric.NewMetricSlice()
	for m, name := range []string{"tgi_batch_current_max_tokens", "tgi_batch_max_total_tokens"} {
		gauge(ms, name, 1, "pod", "both")
		points := ms.At(m).Gauge().DataPoints()
		for i := range series {
			addPoint(points, 1, "pod", fmt.Sprint(m, i))
		}
	}
	assert.Equal(t, 1, New(Options{}).Metrics(ms).Engines[TGI].Points)
}

func TestDropCreated(t *testing.T) {
	ms := pmetric.NewMetricSlice()
	gauge(ms, "vllm:prompt_tokens_created", 1.79e9)
	gauge(ms, "jobs_created", 3)
	counter(ms, "vllm:objects_created", 3)
	counter(ms, "vllm:prompt_tokens_total", 3)
	gauge(ms, "ray_vllm_prompt_tokens_created", 1.79e9)
	stats := New(Options{DropCreated: true}).Metrics(ms)
	assert.Equal(t, 2, stats.CreatedDropped)
	assert.Equal(t, []string{
		`inference.engine.prompt_tokens{inference.engine.name="vllm"} Sum {token} 3`,
		`jobs_created{} Gauge - 3`,
		`vllm:objects_created{} Sum - 3`,
	}, render(ms))
}

func TestStats(t *testing.T) {
	ms := dump(t, "vllm-0.10")
	stats := New(Options{}).Metrics(ms)
	assert.Equal(t, Counts{Metrics: 6, Points: 6, Shadowed: 4}, stats.Engines[VLLM])
}

func TestConcurrentUse(t *testing.T) {
	r := New(Options{DropCreated: true})
	want := map[string][]string{}
	for _, name := range cases(t) {
		ms := dump(t, name)
		r.Metrics(ms)
		want[name] = render(ms)
	}
	inputs := map[string]pmetric.MetricSlice{}
	for _, name := range cases(t) {
		inputs[name] = dump(t, name)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for name, in := range inputs {
				ms := pmetric.NewMetricSlice()
				in.CopyTo(ms)
				r.Metrics(ms)
				assert.Equal(t, want[name], render(ms))
			}
		})
	}
	wg.Wait()
}
