// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// readHour reads an hour of one H100, a point a minute, and returns the export.
// numbers and histograms are of an engine that processes 100 prompt tokens and 10
// generation tokens a minute.
func readHour(t *testing.T, gpu func(minute int) []sample, running, prompt, generation string, histograms bool, resource map[string]any) pmetric.Metrics {
	t.Helper()
	book, err := pricebook.Load(testPrices)
	require.NoError(t, err)
	cfg := gpuConfig()
	r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, march), cfg, march)
	labels := map[string]any{"model_name": "llama-3.3-70b"}
	for minute := range 61 {
		at := march.Add(time.Duration(minute) * time.Minute)
		all := append(gpu(minute), sample{name: running, value: 2, resource: resource, attributes: labels})
		if !histograms {
			all = append(all,
				sample{name: prompt, value: float64(7000 + 100*minute), sum: true, resource: resource, attributes: labels},
				sample{name: generation, value: float64(700 + 10*minute), sum: true, resource: resource, attributes: labels})
		}
		md := samples(t, at, all...)
		if histograms {
			for name, sum := range map[string]float64{prompt: float64(7000 + 100*minute), generation: float64(700 + 10*minute)} {
				addHistogram(t, md, at, name, sum, resource, labels)
			}
		}
		r.read(md, at)
	}
	out := pmetric.NewMetrics()
	r.meter.Export(out, pcommon.NewTimestampFromTime(march.Add(time.Hour)), true)
	return out
}

func addHistogram(t *testing.T, md pmetric.Metrics, at time.Time, name string, sum float64, resource, labels map[string]any) {
	t.Helper()
	rm := md.ResourceMetrics().AppendEmpty()
	require.NoError(t, rm.Resource().Attributes().FromRaw(resource))
	m := rm.ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	m.SetName(name)
	m.SetEmptyHistogram().SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
	dp := m.Histogram().DataPoints().AppendEmpty()
	require.NoError(t, dp.Attributes().FromRaw(labels))
	dp.SetSum(sum)
	dp.SetTimestamp(pcommon.NewTimestampFromTime(at))
}

func onlyGPU1(int) []sample {
	return []sample{{name: "hw.gpu.utilization", value: 0.5, attributes: onGPU1}}
}

// gaugeOf returns the only point of a gauge with the attributes.
func gaugeOf(t *testing.T, md pmetric.Metrics, name string, want map[string]string) float64 {
	t.Helper()
	var found []float64
	for _, m := range metricsOf(md, name) {
		for _, dp := range m.Gauge().DataPoints().All() {
			has := map[string]string{}
			for key := range want {
				has[key] = label(dp, key)
			}
			if maps.Equal(has, want) {
				found = append(found, dp.DoubleValue())
			}
		}
	}
	require.Len(t, found, 1, "%s %v", name, want)
	return found[0]
}

func TestEnginesAreReadByTheirOwnNames(t *testing.T) {
	for _, tt := range []struct {
		name, running, prompt, generation string
		histograms                        bool
	}{
		{"canonical", "inference.engine.requests.running", "inference.engine.prompt_tokens", "inference.engine.generation_tokens", false},
		{"vLLM", "vllm:num_requests_running", "vllm:prompt_tokens_total", "vllm:generation_tokens_total", false},
		{"SGLang", "sglang:num_running_reqs", "sglang:prompt_tokens_total", "sglang:generation_tokens_total", false},
		{"TensorRT-LLM", "trtllm_num_requests_running", "trtllm_prompt_tokens_total", "trtllm_generation_tokens_total", false},
		{"llama.cpp", "llamacpp:requests_processing", "llamacpp:prompt_tokens_total", "llamacpp:tokens_predicted_total", false},
		{"TGI, which has histograms only", "tgi_batch_current_size", "tgi_request_input_length", "tgi_request_generated_tokens", true},
		{"canonical histograms", "inference.engine.requests.running", "inference.engine.request.prompt_tokens", "inference.engine.request.generation_tokens", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md := readHour(t, onlyGPU1, tt.running, tt.prompt, tt.generation, tt.histograms, engine1)
			require.InDelta(t, 3.5, valueOf(t, md, "genai.gpu.cost.eur", "state", "busy"), 1e-15)
			// 60 minutes of 100 prompt tokens of weight 1 and 10 generation tokens of
			// weight 4: 3.50 EUR * 2400/8400 / 600 tokens
			require.InDelta(t, 3.5*2400/8400/600, gaugeOf(t, md, "genai.effective.cost_per_token_eur", map[string]string{"phase": "generation", "basis": "usage"}), 1e-15)
		})
	}
}

// An engine that tells its tokens by counters and by histograms is read once.
func TestCountersComeBeforeHistograms(t *testing.T) {
	gpu := func(minute int) []sample {
		return append(onlyGPU1(minute),
			sample{name: "vllm:prompt_tokens_total", value: float64(5 + 100*minute), sum: true, resource: engine1, attributes: map[string]any{"model_name": "llama-3.3-70b"}},
			sample{name: "vllm:generation_tokens_total", value: float64(5 + 10*minute), sum: true, resource: engine1, attributes: map[string]any{"model_name": "llama-3.3-70b"}})
	}
	md := readHour(t, gpu, "vllm:num_requests_running", "inference.engine.request.prompt_tokens", "inference.engine.request.generation_tokens", true, engine1)
	require.InDelta(t, 3.5*2400/8400/600, gaugeOf(t, md, "genai.effective.cost_per_token_eur", map[string]string{"phase": "generation", "basis": "usage"}), 1e-15)
}

// A GPU is known by the names of the dcgm receiver and of DCGM exporters, on the
// point or on the resource, and the same energy is counted once.
func TestGPUsAreReadByTheirOwnNames(t *testing.T) {
	exporter := map[string]any{"UUID": "GPU-1", "modelName": "NVIDIA H100 80GB HBM3", "Hostname": "n1", "namespace": "llm", "pod": "vllm-0"}
	receiver := map[string]any{"gpu_uuid": "GPU-1", "hw.model": "NVIDIA H100 80GB HBM3", "k8s.namespace.name": "llm", "k8s.pod.name": "vllm-0"}
	byName := map[string]any{"k8s.namespace.name": "llm", "k8s.pod.name": "vllm-0", "service.instance.id": "engine-1"}
	for _, tt := range []struct {
		name string
		gpu  func(minute int) []sample
	}{
		{"DCGM exporter", func(minute int) []sample {
			return []sample{{name: "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", value: float64(minute) * 21_000_000, sum: true, attributes: exporter}}
		}},
		{"receiver, on points", func(minute int) []sample {
			return []sample{
				{name: "hw.power", value: 350, attributes: receiver},
				{name: "hw.energy", value: float64(minute) * 21_000, sum: true, attributes: receiver},
			}
		}},
		{"receiver, on the resource", func(minute int) []sample {
			return []sample{{name: "hw.energy", value: float64(minute) * 21_000, sum: true, resource: receiver}}
		}},
		{"both names", func(minute int) []sample {
			return []sample{
				{name: "hw.energy", value: float64(minute) * 21_000, sum: true, attributes: receiver},
				{name: "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", value: float64(minute) * 21_000_000, sum: true, attributes: receiver},
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			md := readHour(t, tt.gpu, "vllm:num_requests_running", "vllm:prompt_tokens_total", "vllm:generation_tokens_total", false, byName)
			require.InDelta(t, 3.5, valueOf(t, md, "genai.gpu.cost.eur", "state", "busy"), 1e-15, "the engine is found by the name of its pod")
			require.InDelta(t, 1_260_000, valueOf(t, md, "genai.gpu.energy", "gpu", "GPU-1"), 1e-6)
			require.InDelta(t, 0.105, valueOf(t, md, "genai.gpu.energy.cost.eur", "gpu", "GPU-1"), 1e-15)
		})
	}
}

// Pods come and go on a GPU, and what says so on its points does not make other
// counters of them.
func TestCountersOutliveWhereTheyRun(t *testing.T) {
	gpu := func(minute int) []sample {
		attributes := maps.Clone(onGPU1)
		if minute/10%2 == 1 {
			delete(attributes, "k8s.pod.uid")
		}
		all := []sample{{name: "hw.energy", value: float64(minute) * 21_000, sum: true, attributes: attributes}}
		for _, instance := range []string{"1", "2"} { // which exporters say of each MIG instance
			of := maps.Clone(attributes)
			of["gpu.mig.instance.id"] = instance
			all = append(all, sample{name: "hw.energy", value: float64(minute) * 21_000, sum: true, attributes: of})
		}
		return all
	}
	md := readHour(t, gpu, "vllm:num_requests_running", "vllm:prompt_tokens_total", "vllm:generation_tokens_total", false, engine1)
	require.InDelta(t, 1_260_000, total(md, "genai.gpu.energy"), 1e-6)

	engine := func(minute int) []sample {
		attributes := map[string]any{"model_name": "llama-3.3-70b"}
		if minute/10%2 == 1 {
			attributes["gpu_uuid"], attributes["hw.id"], attributes["hw.model"] = "GPU-1", "GPU-1", "NVIDIA H100 80GB HBM3"
		}
		return append(onlyGPU1(minute),
			sample{name: "vllm:generation_tokens_total", value: float64(100 * minute), sum: true, resource: engine1, attributes: attributes})
	}
	book, err := pricebook.Load(testPrices)
	require.NoError(t, err)
	cfg := gpuConfig()
	r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, march), cfg, march)
	for minute := range 61 {
		at := march.Add(time.Duration(minute) * time.Minute)
		r.read(samples(t, at, engine(minute)...), at)
	}
	out := pmetric.NewMetrics()
	r.meter.Export(out, pcommon.NewTimestampFromTime(march.Add(time.Hour)), true)
	// 3.50 EUR / 6000 tokens
	require.InDelta(t, 3.5/6000, gaugeOf(t, out, "genai.effective.cost_per_token_eur", map[string]string{"phase": "generation", "basis": "allocation"}), 1e-15)
}

// An engine and its GPU are scraped together or not, and exporters come in any order:
// what was told at a time holds from then on.
func TestTheOrderOfExportersDoesNotMatter(t *testing.T) {
	book, err := pricebook.Load(testPrices)
	require.NoError(t, err)
	for name, swapped := range map[string]bool{"the GPU first": false, "the engine first": true} {
		t.Run(name, func(t *testing.T) {
			cfg := gpuConfig()
			r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, march), cfg, march)
			all := pmetric.NewMetrics()
			for minute := range 61 {
				at := march.Add(time.Duration(minute) * time.Minute)
				running := 0.0
				if minute >= 45 {
					running = 2
				}
				gpu := samples(t, at, onlyGPU1(minute)...)
				engine := samples(t, at, sample{name: "vllm:num_requests_running", value: running, resource: engine1})
				if swapped {
					gpu, engine = engine, gpu
				}
				gpu.ResourceMetrics().MoveAndAppendTo(all.ResourceMetrics())
				engine.ResourceMetrics().MoveAndAppendTo(all.ResourceMetrics())
				if minute%3 == 0 { // a batch has the points of several scrapes
					r.read(all, at)
					all = pmetric.NewMetrics()
				}
			}
			out := pmetric.NewMetrics()
			r.meter.Export(out, pcommon.NewTimestampFromTime(march.Add(time.Hour)), true)
			exactly(t, 0.875, valueOf(t, out, "genai.gpu.cost.eur", "state", "busy"))
			exactly(t, 2.625, valueOf(t, out, "genai.gpu.cost.eur", "state", "idle"))
		})
	}
}

// The tokens of an engine on several MIG instances are those of each of them.
func TestAnEngineOnInstancesOfSeveralGPUs(t *testing.T) {
	book, err := pricebook.Load(testPrices)
	require.NoError(t, err)
	instance := func(gpu, instance string) sample {
		return sample{name: "hw.gpu.utilization", attributes: map[string]any{
			"gpu_uuid": gpu, "hw.model": "NVIDIA H100 80GB HBM3", "gpu.mig.instance.id": instance, "gpu.mig.profile": "3g.40gb", "k8s.pod.uid": "pod-1",
		}}
	}
	cfg := gpuConfig()
	r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, march), cfg, march)
	for minute := range 61 {
		at := march.Add(time.Duration(minute) * time.Minute)
		r.read(samples(t, at,
			instance("GPU-1", "1"), instance("GPU-2", "2"),
			sample{name: "vllm:generation_tokens_total", value: float64(300 * minute), sum: true, resource: engine1, attributes: map[string]any{"model_name": "llama-3.3-70b"}},
			sample{name: "vllm:generation_tokens_total", value: float64(100 * minute), sum: true, resource: engine1, attributes: map[string]any{"model_name": "other"}},
		), at)
	}
	out := pmetric.NewMetrics()
	r.meter.Export(out, pcommon.NewTimestampFromTime(march.Add(time.Hour)), true)
	// Each of the two costs 3.50 EUR * 3/7.
	cost := map[string]float64{}
	for _, dp := range pointsOf(out, "genai.gpu.cost.eur") {
		cost[label(dp, "gpu")+" "+label(dp, "gpu.mig.instance.id")+" "+label(dp, "model")] = dp.DoubleValue()
	}
	require.Equal(t, map[string]float64{
		"GPU-1 1 llama-3.3-70b": 1.125, "GPU-1 1 other": 0.375, "GPU-1  unknown": 2,
		"GPU-2 2 llama-3.3-70b": 1.125, "GPU-2 2 other": 0.375, "GPU-2  unknown": 2,
	}, cost)
}

// An engine that tells the requests of each of its ranks is busy while one of them is.
func TestAnEngineIsBusyWhileOneOfItsRanksIs(t *testing.T) {
	gpu := func(minute int) []sample {
		all := onlyGPU1(minute)
		for rank, running := range map[string]float64{"0": 3, "1": 0} {
			all = append(all, sample{name: "vllm:num_requests_running", value: running, resource: engine1, attributes: map[string]any{"model_name": "llama-3.3-70b", "engine": rank}})
		}
		return all
	}
	for range 5 { // in any order
		md := readHour(t, gpu, "other", "vllm:prompt_tokens_total", "vllm:generation_tokens_total", false, engine1)
		exactly(t, 3.5, total(md, "genai.gpu.cost.eur"))
		require.InDelta(t, 3.5, valueOf(t, md, "genai.gpu.cost.eur", "state", "busy"), 1e-15)
	}
}
