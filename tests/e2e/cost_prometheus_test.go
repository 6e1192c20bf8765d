// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// ask asks Prometheus and decodes the data of its answer.
func ask(t *testing.T, address, path string, query url.Values, data any) {
	t.Helper()
	var answer struct{ Data json.RawMessage }
	require.NoError(t, json.Unmarshal([]byte(get(t, "http://"+address+path+"?"+query.Encode())), &answer))
	require.NoError(t, json.Unmarshal(answer.Data, data), "%s", answer.Data)
}

// instantValue is the value of a query that has one series, "" if it has none.
func instantValue(t *testing.T, address, query string) string {
	t.Helper()
	var data struct {
		Result []struct{ Value [2]any }
	}
	ask(t, address, "/api/v1/query", url.Values{"query": {query}}, &data)
	if len(data.Result) == 0 {
		return ""
	}
	require.Len(t, data.Result, 1, query)
	return data.Result[0].Value[1].(string)
}

// TestExemplars reads back from a real Prometheus, through remote write, how a
// cost leads to the trace that caused it.
func TestExemplars(t *testing.T) {
	prometheus := startPrometheus(t)
	book := filepath.Join(t.TempDir(), "prices.yaml")
	require.NoError(t, os.WriteFile(book, []byte(recordedBook), 0o600))
	c := startStandalone(t,
		"connectors.cost.price_book.file="+book,
		"connectors.cost.metrics_flush_interval=200ms",
		"exporters.prometheus_remote_write.endpoint=http://"+prometheus+"/api/v1/write",
		"service.pipelines.metrics.exporters=[prometheus, prometheus_remote_write]",
	)

	// Three calls: two in the bucket up to 0.0005 EUR, of which the dearer one is the
	// exemplar, and one in the bucket up to 0.01 EUR.
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("service.name", "assistant")
	spans := rs.ScopeSpans().AppendEmpty().Spans()
	start := time.Now()
	for i, tokens := range []int64{200, 250, 5000} {
		span := spans.AppendEmpty()
		span.SetTraceID(pcommon.TraceID{0xaa, 15: byte(i + 1)})
		span.SetSpanID(pcommon.SpanID{0xbb, 7: byte(i + 1)})
		span.SetKind(ptrace.SpanKindClient)
		span.SetStartTimestamp(pcommon.NewTimestampFromTime(start.Add(-time.Second)))
		span.SetEndTimestamp(pcommon.NewTimestampFromTime(start))
		a := span.Attributes()
		a.PutStr("gen_ai.operation.name", "chat")
		a.PutStr("gen_ai.provider.name", "openai")
		a.PutStr("gen_ai.response.model", "gpt-4.1")
		a.PutStr("tenant", "acme")
		a.PutInt("gen_ai.usage.input_tokens", tokens) // tokens * 2 USD/1e6 * 0.90 EUR/USD
	}
	sendTraces(t, c, td)

	const cost = `genai_cost_eur_total{tenant="acme"}`
	require.Eventually(t, func() bool { return instantValue(t, prometheus, cost) != "" }, patience, 100*time.Millisecond)
	assert.Equal(t, "0.00981", instantValue(t, prometheus, cost), "5450 * 2 * 0.90 / 1e6")
	assert.Equal(t, "0", instantValue(t, prometheus, "min_over_time("+cost+"[5m])"), "the series begins with a zero")
	assert.Equal(t, "0.00981", instantValue(t, prometheus, `genai_cost_request_eur_sum{tenant="acme"}`))
	assert.Equal(t, "2", instantValue(t, prometheus, `genai_cost_request_eur_bucket{tenant="acme",le="0.0005"}`))
	assert.Equal(t, "3", instantValue(t, prometheus, `genai_cost_request_eur_bucket{tenant="acme",le="0.01"}`))

	type exemplar struct {
		Labels    map[string]string
		Value     string
		Timestamp float64
	}
	var series []struct {
		SeriesLabels map[string]string
		Exemplars    []exemplar
	}
	require.Eventually(t, func() bool {
		ask(t, prometheus, "/api/v1/query_exemplars", url.Values{
			"query": {`genai_cost_request_eur_bucket{tenant="acme"}`},
			"start": {strconv.FormatInt(start.Unix()-60, 10)}, "end": {strconv.FormatInt(start.Unix()+60, 10)},
		}, &series)
		return len(series) == 2
	}, patience, 100*time.Millisecond)
	found := map[string]exemplar{}
	for _, s := range series {
		require.Len(t, s.Exemplars, 1, "%v", s.SeriesLabels)
		found[s.SeriesLabels["le"]] = s.Exemplars[0]
	}
	for le, want := range map[string]exemplar{
		"0.0005": {map[string]string{"trace_id": "aa000000000000000000000000000002", "span_id": "bb00000000000002"}, "0.00045", 0},
		"0.01":   {map[string]string{"trace_id": "aa000000000000000000000000000003", "span_id": "bb00000000000003"}, "0.009", 0},
	} {
		got := found[le]
		assert.Equal(t, want.Labels, got.Labels, le)
		assert.Equal(t, want.Value, got.Value, le)
		assert.InDelta(t, float64(start.UnixMilli())/1000, got.Timestamp, 0.002, "the end of the span")
	}
	assert.Equal(t, 0, c.stop(t))
}
