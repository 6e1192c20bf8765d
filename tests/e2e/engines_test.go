// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// unmapped are the metrics of real vLLM servers that have no canonical name:
// parameters of requests, and parts that only some deployments have.
var unmapped = []string{
	"vllm:cache_config_info", "vllm:engine_sleep_state", "vllm:external_prefix_cache_hits_total", "vllm:external_prefix_cache_queries_total",
	"vllm:mm_cache_hits_total", "vllm:mm_cache_queries_total", "vllm:request_params_max_tokens", "vllm:request_params_n",
	"vllm:request_prefill_kv_computed_tokens", "vllm:request_max_num_generation_tokens", "vllm:lora_requests_info",
	"vllm:prompt_tokens_by_source_total", "vllm:prompt_tokens_cached_total", "vllm:prompt_tokens_recomputed_total", "vllm:num_requests_waiting_by_reason",
	"vllm:estimated_flops_per_gpu_total", "vllm:estimated_read_bytes_per_gpu_total", "vllm:estimated_write_bytes_per_gpu_total",
	"vllm:kv_block_lifetime_seconds", "vllm:kv_block_idle_before_evict_seconds", "vllm:kv_block_reuse_gap_seconds", "vllm:request_num_preemptions",
	"vllm:healthy", "vllm:engine_healthy", "vllm:admission_rejections_total", "vllm:prompt_tokens_cached_by_source_total",
}

// TestEngineMetrics scrapes what real engines said with the real receiver: every
// metric of the engine is either mapped or known to have no canonical name.
func TestEngineMetrics(t *testing.T) {
	dumps, err := filepath.Glob("../engines/recordings/*/*/metrics.prom")
	require.NoError(t, err)
	require.NotEmpty(t, dumps)
	for _, dump := range dumps {
		t.Run(filepath.Base(filepath.Dir(dump)), func(t *testing.T) {
			text, err := os.ReadFile(dump)
			require.NoError(t, err)
			engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/plain; version=0.0.4")
				_, _ = w.Write(text)
			}))
			defer engine.Close()
			dir := t.TempDir()
			out := filepath.Join(dir, "metrics.jsonl")
			startStandalone(t,
				"receivers.prometheus.config.scrape_configs=[{job_name: engine, scrape_interval: 200ms, scrape_timeout: 200ms, static_configs: [{targets: ['"+
					strings.TrimPrefix(engine.URL, "http://")+"']}]}]",
				"exporters.file/metrics.path="+out,
				"service.pipelines.metrics/engine.receivers=[prometheus]",
				"service.pipelines.metrics/engine.processors=[genai]",
				"service.pipelines.metrics/engine.exporters=[file/metrics]",
			)
			var names []string
			require.Eventually(t, func() bool {
				names = metricNames(t, out)
				return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, "time_to_first_token") })
			}, patience, 100*time.Millisecond)
			for _, want := range []string{
				"gen_ai.server.time_to_first_token", "gen_ai.server.request.duration", "gen_ai.server.time_per_output_token",
				"inference.engine.requests.running", "inference.engine.requests.waiting", "inference.engine.kv_cache.utilization",
				"inference.engine.preemptions", "inference.engine.prompt_tokens", "inference.engine.generation_tokens",
			} {
				assert.Contains(t, names, want)
			}
			for _, name := range names {
				if strings.HasPrefix(name, "vllm:") {
					assert.True(t, slices.Contains(unmapped, name), "%s has no canonical name and is not known to have none", name)
				}
			}
		})
	}
}

// engineCases holds dumps of every engine: names, types and labels are those of the
// engine and version, values are invented; see the README of the processor. Beside
// each stands what the processor makes of it.
const engineCases = "processor/genaiprocessor/internal/engines/testdata"

// TestEngineDumps scrapes the dumps of all engines through the real receiver, all
// at once: each comes out under the names that the processor's own test has, which
// reads the dump with a parser of its own.
func TestEngineDumps(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, engineCases, "*", "expected.txt"))
	require.NoError(t, err)
	require.Greater(t, len(files), 10)
	want := map[string][]string{}
	var jobs []string
	for _, file := range files {
		dir := filepath.Dir(file)
		name := filepath.Base(dir)
		text, err := os.ReadFile(filepath.Join(dir, "metrics.prom"))
		require.NoError(t, err)
		engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain; version=0.0.4")
			_, _ = w.Write(text)
		}))
		t.Cleanup(engine.Close)
		jobs = append(jobs, "{job_name: "+name+", scrape_interval: 500ms, scrape_timeout: 500ms, static_configs: [{targets: ['"+strings.TrimPrefix(engine.URL, "http://")+"']}]}")
		golden, err := os.ReadFile(file)
		require.NoError(t, err)
		for line := range strings.Lines(string(golden)) {
			metric, _, _ := strings.Cut(line, "{")
			want[name] = append(want[name], metric)
		}
		slices.Sort(want[name])
		want[name] = slices.Compact(want[name])
	}
	out := filepath.Join(t.TempDir(), "metrics.jsonl")
	startStandalone(t,
		"receivers.prometheus.config.scrape_configs=["+strings.Join(jobs, ", ")+"]",
		"exporters.file/metrics.path="+out,
		"service.pipelines.metrics/engine.receivers=[prometheus]",
		"service.pipelines.metrics/engine.processors=[genai]",
		"service.pipelines.metrics/engine.exporters=[file/metrics]",
	)
	var got map[string][]string
	require.Eventually(t, func() bool {
		got = map[string][]string{}
		eachMetric(t, out, func(job string, m pmetric.Metric) {
			if m.Name() != "up" && !strings.HasPrefix(m.Name(), "scrape_") {
				got[job] = append(got[job], m.Name())
			}
		})
		return len(got) == len(want)
	}, patience, 200*time.Millisecond)
	for name := range want {
		slices.Sort(got[name])
		assert.Equal(t, want[name], slices.Compact(got[name]), name)
	}
}

func metricNames(t *testing.T, path string) (names []string) {
	t.Helper()
	eachMetric(t, path, func(_ string, m pmetric.Metric) { names = append(names, m.Name()) })
	return names
}

// eachMetric reads what the file exporter wrote, by the job that scraped it.
func eachMetric(t *testing.T, path string, f func(job string, m pmetric.Metric)) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		return // not there yet
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		md, err := (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics(lines.Bytes())
		if err != nil {
			continue // the last line may still be written
		}
		for _, rm := range md.ResourceMetrics().All() {
			job := ""
			if v, ok := rm.Resource().Attributes().Get("service.name"); ok {
				job = v.Str()
			}
			for _, sm := range rm.ScopeMetrics().All() {
				for _, m := range sm.Metrics().All() {
					f(job, m)
				}
			}
		}
	}
}
