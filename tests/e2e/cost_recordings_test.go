// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// recordedBook has invented prices in USD per million tokens. One USD is 0.90 EUR.
const recordedBook = `
version: 1
id: recorded
currency: EUR
fx:
  - {from: USD, rate: "0.90", effective_from: 2020-01-01}
providers:
  - id: openai
    names: [openai]
    currency: USD
    models:
      - {id: gpt-4.1, match: [gpt-4.1], versions: true, prices: [{effective_from: 2020-01-01, per_mtok: {input: "2", cache_read: "0.5", output: "8"}}]}
      - {id: gpt-4o-mini, match: [gpt-4o-mini], versions: true, prices: [{effective_from: 2020-01-01, per_mtok: {input: "0.15", cache_read: "0.075", output: "0.6"}}]}
      - {id: o4-mini, match: [o4-mini], versions: true, prices: [{effective_from: 2020-01-01, per_mtok: {input: "1.1", output: "4.4"}}]}
      - {id: gpt-5-mini, match: [gpt-5-mini], versions: true, prices: [{effective_from: 2020-01-01, per_mtok: {input: "0.25", output: "2", reasoning: "3"}}]}
      - {id: text-embedding-3-small, match: [text-embedding-3-small], prices: [{effective_from: 2020-01-01, per_mtok: {input: "0.02"}}]}
  - id: google
    names: [gcp.gemini, gcp.gen_ai]
    currency: USD
    models:
      - {id: gemini-2.5-flash, match: [gemini-2.5-flash, gemini-flash-latest], prices: [{effective_from: 2020-01-01, per_mtok: {input: "0.3", output: "2.5"}}]}
  - id: anthropic
    names: [anthropic]
    currency: USD
    models:
      - {id: claude-sonnet-4-5, match: [claude-sonnet-4-5], versions: true, prices: [{effective_from: 2020-01-01, per_mtok: {input: "3", cache_read: "0.3", cache_write: "3.75", cache_write_1h: "6", output: "15"}}]}
`

// recordedCosts of real recordings, worked out by hand from what the stand-in for
// the providers answered. Amounts are in EUR; those of the comments are in USD per
// million requests like this.
var recordedCosts = []struct {
	path     string
	tenant   string
	eur      string // none if empty
	reported string // in USD, by the instrumentation itself
	isServer bool   // what was recorded happens while a server answers a request
}{
	// 168 input tokens of which 128 cached, 8 output: 40*2 + 128*0.5 + 8*8 = 208
	{path: "openinference/python/0.1.66/openai_chat_cached", tenant: "acme", eur: "0.0001872"},
	{path: "openllmetry/python/0.62.4/openai_chat_cached", tenant: "acme", eur: "0.0001872"},
	{path: "openlit/javascript/1.15.0/openai_chat_cached", tenant: "unknown", eur: "0.0001872", reported: "0"},
	// 13*0.02 = 0.26
	{path: "openinference/python/0.1.66/openai_embeddings", tenant: "acme", eur: "0.000000234"},
	// An agent with two calls: (65+85)*0.15 + (11+18)*0.6 = 39.9
	{path: "openinference/python/0.1.66/openai_agent_manual", tenant: "acme", eur: "0.00003591"},
	// An agent with two calls: (43+58)*0.15 + (7+13)*0.6 = 27.15
	{path: "openinference/python/0.1.80/langchain_agent", tenant: "acme", eur: "0.000024435"},
	{path: "openllmetry/python/0.62.4/langchain_agent", tenant: "acme", eur: "0.000024435"},
	// 8*1.1 + 517*4.4 = 2283.6, which is what OpenLIT reports
	{path: "openlit/python/1.45.0/openai_chat_reasoning", tenant: "acme", eur: "0.00205524", reported: "0.0022836"},
	// 69 output tokens of which 64 reasoning: 8*0.25 + 5*2 + 64*3 = 204
	{path: "openlit/python/1.45.0/openai_responses_reasoning", tenant: "acme", eur: "0.0001836", reported: "0"},
	// 21*0.15 + 8*0.6 = 7.95
	{path: "openlit/python/1.45.0/llamaindex_chat", tenant: "acme", eur: "0.000007155", reported: "0.00000795"},
	// 58*0.15 + 22*0.6 = 21.9
	{path: "openllmetry/python/0.62.4/openai_tools_stream", tenant: "acme", eur: "0.00001971"},
	// Two calls. One writes 154 of 165 input tokens to the cache for five minutes:
	// 11*3 + 154*3.75 + 8*15 = 730.5; the other reads 154 of 182 from it:
	// 28*3 + 154*0.3 + 8*15 = 250.2; sum 980.7
	{path: "openinference/javascript/0.2.8/anthropic_chat_cached", tenant: "globex", eur: "0.00088263"},
	// The same, reported without the cached tokens in the input: 0.000153 + 0.000204
	{path: "openlit/python/1.45.0/anthropic_chat_cached", tenant: "globex", eur: "0.00088263", reported: "0.000357"},
	// The same, told of by two instrumentations in traces of their own
	{path: "openllmetry/python/0.62.4/anthropic_chat_cached", tenant: "globex", eur: "0.00088263"},
	// Kept for an hour, of which this instrumentation does not tell
	{path: "openllmetry/javascript/0.27.0/anthropic_chat_cached_1h", tenant: "globex", eur: "0.00088263"},
	// and of which the SDK's own spans inside of the instrumentation's do:
	// 11*3 + 154*6 + 8*15 = 1077; 250.2; sum 1327.2
	{path: "openinference/python/3.1.0/anthropic_chat_cached_1h", tenant: "globex", eur: "0.00119448"},
	// An agent with two calls: (64+90)*0.3 + (7+24)*2.5 = 123.7
	{path: "google_adk/python/1.14.1/google_adk_agent", tenant: "acme", eur: "0.00011133"},
	// Each call is told of by two spans: (63+89)*0.3 + (7+24)*2.5 = 123.1
	{path: "google_adk/python/1.39.1/google_adk_agent", tenant: "acme", eur: "0.00011079"},
	// (74+100)*0.3 + (7+24)*2.5 = 129.7
	{path: "google_adk/python/2.13.0/google_adk_agent", tenant: "acme", eur: "0.00011673"},
	// 60*0.15 + 7*0.6 = 13.2
	{path: "openinference/python/0.1.22/autogen_agent", tenant: "acme", eur: "0.00001188"},
	// Two calls: (68+162)*0.15 + (14+26)*0.6 = 58.5
	{path: "spring_ai/java/1.1.0/spring_ai_tools", tenant: "acme", eur: "0.00005265"},
	// Four embeddings, (3+9+8+8)*0.02 = 0.56, and a call, 97*0.15 + 8*0.6 = 19.35
	{path: "spring_ai/java/1.0.3/spring_ai_retrieval", tenant: "acme", eur: "0.000017919"},
	// Read from the JSON of requests and responses, which is all that there is
	{path: "logfire/python/4.3.0/anthropic_chat_cached", tenant: "globex", eur: "0.00088263"},
	// and from the usage object beside the attributes
	{path: "logfire/python/5.4.0/anthropic_chat_cached_1h", tenant: "globex", eur: "0.00119448"},
	{path: "logfire/python/5.4.0/openai_responses_reasoning", tenant: "acme", eur: "0.0001836"},
	// An agent with two calls: (54+65)*0.15 + (7+9)*0.6 = 27.45
	{path: "agent_framework/python/1.23.0/agent_framework_agent", tenant: "acme", eur: "0.000024705"},
	// 208 and 980.7, as above
	{path: "langtrace/python/3.8.21/openai_chat_cached", tenant: "acme", eur: "0.0001872"},
	{path: "otel/python/1.3b0/anthropic_chat_cached", tenant: "globex", eur: "0.00088263"},
	// Two calls: (53+64)*0.15 + (7+9)*0.6 = 27.15
	{path: "genkit/javascript/1.42.0/genkit_agent", tenant: "acme", eur: "0.000024435"},
	// 26*0.15 + 8*0.6 = 8.7
	{path: "haystack/python/2.31.0/haystack_retrieval", tenant: "acme", eur: "0.00000783"},
	// Two calls: (64+75)*0.15 + (7+9)*0.6 = 30.45
	{path: "mastra/javascript/1.71.0/mastra_agent", tenant: "acme", eur: "0.000027405"},
	// Two calls whose provider only the name of the model tells: (58+92)*3 + (22+18)*15 = 1050
	{path: "agentops/python/0.4.21/anthropic_tools", tenant: "unknown", eur: "0.000945"},
	// An agent with two calls, of each of which two instrumentations tell beside each other:
	// (65+80)*0.15 + (7+12)*0.6 = 33.15
	{path: "openllmetry/javascript/0.27.0/langchain_agent", tenant: "acme", eur: "0.000029835", isServer: true},
	// A stream without usage, and a call that was refused
	{path: "openllmetry/python/0.62.4/openai_chat_stream_no_usage", tenant: "acme"},
	{path: "openllmetry/python/0.62.4/openai_error_429", tenant: "acme"},
}

// TestRecordedCosts prices recordings of real SDKs with the built binary.
func TestRecordedCosts(t *testing.T) {
	recordings, err := sdk.Load()
	require.NoError(t, err)
	byPath := map[string]sdk.Recording{}
	for _, r := range recordings {
		byPath[r.Path] = r
	}
	all := ptrace.NewTraces()
	for _, want := range recordedCosts {
		r, ok := byPath[want.path+".traces.json"]
		require.True(t, ok, want.path)
		td, _, err := sdk.Fresh([]sdk.Recording{r}, time.Now())
		require.NoError(t, err)
		for _, rs := range td.ResourceSpans().All() {
			rs.Resource().Attributes().PutStr("service.name", want.path)
		}
		if want.isServer {
			putInside(td, pcommon.TraceID{1}, pcommon.SpanID{1})
		}
		td.ResourceSpans().MoveAndAppendTo(all.ResourceSpans())
	}

	book := filepath.Join(t.TempDir(), "prices.yaml")
	require.NoError(t, os.WriteFile(book, []byte(recordedBook), 0o600))
	c := startStandalone(t, "connectors.cost.price_book.file="+book, "connectors.cost.metrics_flush_interval=100ms")
	sendTraces(t, c, all)

	var metrics map[string]*dto.MetricFamily
	require.Eventually(t, func() bool {
		metrics = scrape(t, "http://"+c.prometheus+"/metrics")
		return metrics["genai_cost_eur_total"] != nil
	}, patience, 100*time.Millisecond)
	unpriced := metrics["genai_cost_unpriced_tokens_total"]
	assert.Nil(t, unpriced, "%v", unpriced)
	for _, want := range recordedCosts {
		costs, found := sum(metrics["genai_cost_eur_total"], "service_name", want.path, "tenant", want.tenant)
		require.Equal(t, want.eur != "", found, want.path)
		if found {
			assert.InEpsilon(t, decimal(t, want.eur), costs, 1e-12, want.path)
		}
		reported, found := sum(metrics["genai_cost_reported_total"], "service_name", want.path, "currency", "USD")
		require.Equal(t, want.reported != "", found, "%s reports %v", want.path, reported)
		if found {
			assert.InDelta(t, decimal(t, want.reported), reported, 1e-15, want.path)
		}
		if want.eur == "" {
			requests, _ := sum(metrics["genai_cost_requests_total"], "service_name", want.path, "outcome", "no_usage")
			assert.InDelta(t, 1, requests, 0, want.path)
		}
	}
	assert.Equal(t, 0, c.stop(t))
}

// putInside makes a span of a trace the parent of all that have none.
func putInside(td ptrace.Traces, trace pcommon.TraceID, parent pcommon.SpanID) {
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				span.SetTraceID(trace)
				if span.ParentSpanID().IsEmpty() {
					span.SetParentSpanID(parent)
				}
			}
		}
	}
}

func sendTraces(t *testing.T, c *collector, td ptrace.Traces) {
	t.Helper()
	body, err := ptraceotlp.NewExportRequestFromTraces(td).MarshalProto()
	require.NoError(t, err)
	status, answer := c.post(t, "/v1/traces", "application/x-protobuf", body)
	require.Equal(t, http.StatusOK, status, answer)
}

func decimal(t *testing.T, text string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	return f
}

func scrape(t *testing.T, url string) map[string]*dto.MetricFamily {
	t.Helper()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(get(t, url)))
	require.NoError(t, err)
	return families
}

// sum adds up the counters that have the labels, given as pairs.
func sum(family *dto.MetricFamily, labels ...string) (total float64, found bool) {
	for _, m := range family.GetMetric() {
		if hasLabels(m, labels) {
			total += m.GetCounter().GetValue()
			found = true
		}
	}
	return total, found
}

func hasLabels(m *dto.Metric, pairs []string) bool {
	has := 0
	for i := 0; i < len(pairs); i += 2 {
		for _, label := range m.GetLabel() {
			if label.GetName() == pairs[i] && label.GetValue() == pairs[i+1] {
				has++
			}
		}
	}
	return 2*has == len(pairs)
}
