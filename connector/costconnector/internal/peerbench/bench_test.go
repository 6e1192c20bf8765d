// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package peerbench

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"testing"
	"time"
	"unsafe"

	"github.com/open-telemetry/opentelemetry-collector-contrib/connector/signaltometricsconnector"
	"github.com/open-telemetry/opentelemetry-collector-contrib/connector/spanmetricsconnector"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector"
)

const (
	spans       = 1000
	perResource = 100
)

// traces returns chat spans of 8 models and 10 tenants with 15 attributes each.
func traces() ptrace.Traces {
	models := [][2]string{
		{"openai", "gpt-4o-2024-08-06"},
		{"openai", "gpt-4o-mini"},
		{"openai", "o5"},
		{"openai", "prio-model"},
		{"anthropic", "claude-sonnet-4-5-20250929"},
		{"gcp.gemini", "gemini-2.5-flash"},
		{"mistral_ai", "mistral-large-latest"},
		{"deepseek", "deepseek-chat"},
	}
	start := time.Date(2026, 3, 15, 10, 0, 0, 0, time.UTC)
	td := ptrace.NewTraces()
	var rs ptrace.ResourceSpans
	for i := range spans {
		if i%perResource == 0 {
			rs = td.ResourceSpans().AppendEmpty()
			rs.Resource().Attributes().PutStr("service.name", "assistant")
			rs.Resource().Attributes().PutStr("k8s.namespace.name", "team-a")
			rs.ScopeSpans().AppendEmpty()
		}
		span := rs.ScopeSpans().At(0).Spans().AppendEmpty()
		model := models[i%len(models)]
		span.SetName("chat " + model[1])
		span.SetKind(ptrace.SpanKindClient)
		span.SetStartTimestamp(pcommon.NewTimestampFromTime(start))
		span.SetEndTimestamp(pcommon.NewTimestampFromTime(start.Add(2 * time.Second)))
		a := span.Attributes()
		a.PutStr("gen_ai.operation.name", "chat")
		a.PutStr("gen_ai.provider.name", model[0])
		a.PutStr("gen_ai.request.model", model[1])
		a.PutStr("gen_ai.response.model", model[1])
		a.PutStr("gen_ai.response.id", fmt.Sprintf("chatcmpl-%029d", i))
		a.PutStr("gen_ai.conversation.id", fmt.Sprintf("conversation-%d", i))
		a.PutInt("gen_ai.usage.input_tokens", int64(1000+i))
		a.PutInt("gen_ai.usage.output_tokens", int64(100+i%50))
		a.PutInt("gen_ai.usage.cache_read.input_tokens", int64(i%500))
		a.PutDouble("gen_ai.request.temperature", 0.2)
		a.PutInt("gen_ai.request.max_tokens", 4096)
		a.PutStr("server.address", "api.example.com")
		a.PutInt("server.port", 443)
		a.PutStr("tenant", fmt.Sprintf("tenant-%d", i%10))
		a.PutStr("gen_ai.output.type", "text")
	}
	return td
}

// renew gives the spans and their responses new ids, as those of other requests have.
func renew(td ptrace.Traces) {
	for _, rs := range td.ResourceSpans().All() {
		for _, span := range rs.ScopeSpans().At(0).Spans().All() {
			last += 2
			var trace pcommon.TraceID
			var id, parent pcommon.SpanID
			binary.BigEndian.PutUint64(trace[8:], last)
			binary.BigEndian.PutUint64(id[:], last)
			binary.BigEndian.PutUint64(parent[:], last+1)
			span.SetTraceID(trace)
			span.SetSpanID(id)
			span.SetParentSpanID(parent)
			response, _ := span.Attributes().Get("gen_ai.response.id")
			putNumber(response.Str(), last)
		}
	}
}

var last uint64

// putNumber writes a number over the end of an id that a provider might give, in
// place, so that new ids take no memory of the span's.
func putNumber(id string, n uint64) {
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], n)
	hex.Encode(unsafe.Slice(unsafe.StringData(id), len(id))[len(id)-16:], number[:])
}

func BenchmarkCost(b *testing.B) {
	run(b, costconnector.NewFactory(), map[string]any{
		"price_book":             map[string]any{"file": "../../testdata/prices.yaml"},
		"metrics_flush_interval": "1h",
	})
}

func BenchmarkSpanMetrics(b *testing.B) {
	run(b, spanmetricsconnector.NewFactory(), map[string]any{
		"dimensions": []any{
			map[string]any{"name": "tenant"},
			map[string]any{"name": "gen_ai.request.model"},
			map[string]any{"name": "gen_ai.provider.name"},
		},
		"exemplars":              map[string]any{"enabled": true, "max_per_data_point": 5},
		"metrics_flush_interval": "1h",
	})
}

// models and their prices in EUR for one token of input, of cached input and of
// output: a rule of OTTL has its price written into it.
var priced = []struct {
	name                     string
	input, cacheRead, output string
}{
	{"gpt-4o-2024-08-06", "0.0000023", "0.00000115", "0.0000092"},
	{"gpt-4o-mini", "0.000000138", "0.000000069", "0.000000552"},
	{"o5", "0.00000184", "0.00000184", "0.00000736"},
	{"prio-model", "0.00000184", "0.00000184", "0.00000736"},
	{"claude-sonnet-4-5-20250929", "0.00000276", "0.000000276", "0.0000138"},
	{"gemini-2.5-flash", "0.000000276", "0.0000000276", "0.0000023"},
	{"mistral-large-latest", "0.0000018", "0.0000018", "0.0000054"},
	{"deepseek-chat", "0.0000002484", "0.0000002484", "0.000001012"},
}

// rules is a sum of the cost and a histogram of the cost of a request for each of
// the first models.
func rules(models int) map[string]any {
	var spans []any
	for _, m := range priced[:models] {
		cost := fmt.Sprintf(`Double(span.attributes["gen_ai.usage.input_tokens"] - span.attributes["gen_ai.usage.cache_read.input_tokens"]) * %s`+
			` + Double(span.attributes["gen_ai.usage.cache_read.input_tokens"]) * %s + Double(span.attributes["gen_ai.usage.output_tokens"]) * %s`,
			m.input, m.cacheRead, m.output)
		rule := func(name, kind string, metric map[string]any) map[string]any {
			return map[string]any{
				"name":       name,
				"conditions": []any{fmt.Sprintf(`span.attributes["gen_ai.response.model"] == %q`, m.name)},
				"attributes": []any{
					map[string]any{"key": "tenant"}, map[string]any{"key": "gen_ai.response.model"}, map[string]any{"key": "gen_ai.provider.name"},
				},
				kind: metric,
			}
		}
		spans = append(spans,
			rule("genai.cost.eur", "sum", map[string]any{"value": cost, "monotonic": true}),
			rule("genai.cost.request.eur", "histogram", map[string]any{
				"value": cost, "count": "Int(AdjustedCount())",
				"buckets": []any{1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0},
			}))
	}
	return map[string]any{"spans": spans}
}

// BenchmarkSignalToMetrics has rules for one of the models and for all of them.
func BenchmarkSignalToMetrics(b *testing.B) {
	for _, models := range []int{1, len(priced)} {
		b.Run(fmt.Sprintf("models=%d", models), func(b *testing.B) {
			run(b, signaltometricsconnector.NewFactory(), rules(models))
		})
	}
}

func run(b *testing.B, factory connector.Factory, settings map[string]any) {
	b.Helper()
	cfg := factory.CreateDefaultConfig()
	require.NoError(b, confmap.NewFromStringMap(settings).Unmarshal(cfg))
	require.NoError(b, confmap.Validate(cfg))
	c, err := factory.CreateTracesToMetrics(b.Context(), connectortest.NewNopSettings(factory.Type()), cfg, consumertest.NewNop())
	require.NoError(b, err)
	require.NoError(b, c.Start(b.Context(), componenttest.NewNopHost()))
	defer func() { require.NoError(b, c.Shutdown(b.Context())) }()

	td := traces()
	b.ReportAllocs()
	// The best batch is what spans cost when nothing else uses the machine.
	var total, best time.Duration
	for b.Loop() {
		renew(td)
		start := time.Now()
		if err := c.ConsumeTraces(b.Context(), td); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		total += took
		if best == 0 || took < best {
			best = took
		}
	}
	b.ReportMetric(float64(total.Nanoseconds())/float64(b.N)/spans, "ns/span")
	b.ReportMetric(float64(best.Nanoseconds())/spans, "best-ns/span")
}
