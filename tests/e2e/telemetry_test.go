// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bufio"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// TestRecordings sends all recorded telemetry through the standalone preset: it
// must come out complete, under the names of the conventions, priced by tenant
// and model, and without the prompts.
func TestRecordings(t *testing.T) {
	recordings, err := sdk.Load()
	require.NoError(t, err)
	td, sets, err := sdk.Fresh(recordings, time.Now())
	require.NoError(t, err)
	require.GreaterOrEqual(t, sets, 6)
	sent := td.SpanCount()

	c := startStandalone(t, "connectors.cost.metrics_flush_interval=200ms")
	body, err := ptraceotlp.NewExportRequestFromTraces(td).MarshalProto()
	require.NoError(t, err)
	status, answer := c.post(t, "/v1/traces", "application/x-protobuf", body)
	require.Equal(t, http.StatusOK, status, answer)

	var metrics string
	priced := regexp.MustCompile(`(?m)^genai_cost_eur_total\{.*model="(gpt|o\d|claude|text-embedding)[^"]*".*tenant="(acme|globex)".*\} [0-9.e+-]+`)
	require.Eventually(t, func() bool {
		metrics = get(t, "http://"+c.prometheus+"/metrics")
		return priced.MatchString(metrics)
	}, patience, 100*time.Millisecond)
	assert.NotContains(t, metrics, `genai_cost_eur_total{} 0`)

	require.Equal(t, 0, c.stop(t))
	stored := storedSpans(t, filepath.Join(c.dir, "traces.jsonl"))
	assert.Len(t, stored, sent, "every span must be stored")

	allowed := regexp.MustCompile(`^(gen_ai|openai|genai\.usage|server|error|http|gpu|k8s)\.|^(tenant|request_id)$`)
	calls, nameless, anonymous := 0, 0, 0
	billable := []string{"chat", "text_completion", "generate_content", "embeddings", "rerank"}
	for _, span := range stored {
		assert.NotRegexp(t, `Paris|Rome|France|Rule 1`, span.Name(), "what the scenarios ask")
		for name := range span.Attributes().All() {
			assert.Regexp(t, allowed, name)
			assert.NotRegexp(t, `messages|prompt|completion|instructions|arguments`, strings.TrimPrefix(name, "gen_ai.usage."))
		}
		if _, ok := span.Attributes().Get("gen_ai.usage.output_tokens"); ok {
			op, ok := span.Attributes().Get("gen_ai.operation.name")
			require.True(t, ok, "span %q has token counts but no operation", span.Name())
			if !slices.Contains(billable, op.Str()) {
				continue // the run of an agent has those of its calls
			}
			calls++
			_, ok = span.Attributes().Get("gen_ai.usage.input_tokens")
			assert.True(t, ok, "span %q has output tokens but no input tokens", span.Name())
			if _, ok := span.Attributes().Get("gen_ai.provider.name"); !ok {
				anonymous++
			}
			_, requested := span.Attributes().Get("gen_ai.request.model")
			_, answered := span.Attributes().Get("gen_ai.response.model")
			if !requested && !answered {
				nameless++
			}
		}
	}
	assert.Greater(t, calls, 20, "calls with token counts")
	// OpenLLMetry names no model on its spans of Anthropic when it writes events.
	assert.Less(t, nameless*10, calls, "calls without a model")
	// Langfuse and Strands say the model and not who serves it.
	assert.Less(t, anonymous*20, calls, "calls without a provider")
}

func storedSpans(t *testing.T, path string) []ptrace.Span {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	dir, err := os.Stat(filepath.Dir(path))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), dir.Mode().Perm())
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	var all []ptrace.Span
	for lines.Scan() {
		td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(lines.Bytes())
		require.NoError(t, err)
		for _, rs := range td.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				for _, span := range ss.Spans().All() {
					all = append(all, span)
				}
			}
		}
	}
	require.NoError(t, lines.Err())
	return all
}
