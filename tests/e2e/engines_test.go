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

func metricNames(t *testing.T, path string) (names []string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		md, err := (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics(lines.Bytes())
		if err != nil {
			continue // the last line may still be written
		}
		for _, rm := range md.ResourceMetrics().All() {
			for _, sm := range rm.ScopeMetrics().All() {
				for _, m := range sm.Metrics().All() {
					names = append(names, m.Name())
				}
			}
		}
	}
	return names
}
