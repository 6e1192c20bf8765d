// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"maps"
	"math/big"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.yaml.in/yaml/v3"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
)

const testPrices = "testdata/prices.yaml"

var march = time.Date(2026, 3, 15, 10, 0, 0, 0, time.UTC)

// costCase is an entry of testdata/cases.yaml.
type costCase struct {
	Name     string
	Config   map[string]any
	Span     *spanCase
	Spans    []spanCase
	Cost     map[string]string
	Total    string
	Outcome  string
	Requests int64
	Unpriced map[string]map[string]int64
	Calls    map[string]map[string]int64 `yaml:"unpriced_calls"`
	// Reported is what spans report themselves, by currency.
	Reported map[string]string
	// Billed and Useful are tokens of input and output.
	Billed, Useful []int64
	// Found are the counts of nested and duplicate spans and of anomalies.
	Found map[string]int64
	// Labels are attributes of all cost points.
	Labels map[string]string
}

type spanCase struct {
	Trace, ID, Parent byte
	Scope             string
	Provider          string
	Model             string
	RequestModel      string `yaml:"request_model"`
	Operation         string
	Kind              string
	Tier              string
	TraceState        string
	At, End           string
	Tokens            map[string]any
	Attributes        map[string]any
}

var countAttributes = map[string]string{
	"input":          "gen_ai.usage.input_tokens",
	"cache_read":     "gen_ai.usage.cache_read.input_tokens",
	"cache_write":    "gen_ai.usage.cache_write.input_tokens",
	"cache_write_1h": "anthropic.usage.cache_creation.ephemeral_1h_input_tokens",
	"input_audio":    "gen_ai.usage.audio.input_tokens",
	"input_image":    "gen_ai.usage.image.input_tokens",
	"output":         "gen_ai.usage.output_tokens",
	"reasoning":      "gen_ai.usage.reasoning.output_tokens",
	"output_audio":   "gen_ai.usage.audio.output_tokens",
	"output_image":   "gen_ai.usage.image.output_tokens",
	"web_search":     "anthropic.usage.server_tool_use.web_search_requests",
}

func instant(tb testing.TB, text string, otherwise time.Time) time.Time {
	tb.Helper()
	if text == "" {
		return otherwise
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(tb, err)
	return at
}

func (s spanCase) write(tb testing.TB, span ptrace.Span) {
	tb.Helper()
	kinds := map[string]ptrace.SpanKind{
		"": ptrace.SpanKindClient, "client": ptrace.SpanKindClient, "internal": ptrace.SpanKindInternal, "server": ptrace.SpanKindServer,
	}
	start := instant(tb, s.At, march)
	span.SetTraceID(pcommon.TraceID{s.Trace})
	span.SetSpanID(pcommon.SpanID{s.ID})
	span.SetParentSpanID(pcommon.SpanID{s.Parent})
	span.TraceState().FromRaw(s.TraceState)
	span.SetKind(kinds[s.Kind])
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(start))
	span.SetEndTimestamp(pcommon.NewTimestampFromTime(instant(tb, s.End, start.Add(time.Second))))
	attributes := span.Attributes()
	require.NoError(tb, attributes.FromRaw(s.Attributes))
	attributes.PutStr("gen_ai.operation.name", "chat")
	for key, value := range map[string]string{
		"gen_ai.operation.name":        s.Operation,
		"gen_ai.provider.name":         s.Provider,
		"gen_ai.response.model":        s.Model,
		"gen_ai.request.model":         s.RequestModel,
		"openai.response.service_tier": s.Tier,
	} {
		if value != "" {
			attributes.PutStr(key, value)
		}
	}
	for class, n := range s.Tokens {
		require.Contains(tb, countAttributes, class)
		require.NoError(tb, attributes.PutEmpty(countAttributes[class]).FromRaw(n))
	}
}

func (s spanCase) traces(tb testing.TB) ptrace.Traces {
	tb.Helper()
	return tracesOf(tb, s)
}

// tracesOf returns the spans as one batch, each in a scope of its own.
func tracesOf(tb testing.TB, spans ...spanCase) ptrace.Traces {
	tb.Helper()
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	for _, s := range spans {
		ss := rs.ScopeSpans().AppendEmpty()
		ss.Scope().SetName(s.Scope)
		s.write(tb, ss.Spans().AppendEmpty())
	}
	return td
}

func newTestMeter(tb testing.TB, change func(*Config)) *meter {
	tb.Helper()
	cfg := createDefaultConfig().(*Config)
	if change != nil {
		change(cfg)
	}
	book, err := pricebook.Load(testPrices)
	require.NoError(tb, err)
	return newMeter(cfg, pcommon.NewMap(), book, march)
}

// export returns the totals of the meter one minute after the start.
func (m *meter) export() pmetric.Metrics {
	md := pmetric.NewMetrics()
	m.ledger.Export(md, pcommon.NewTimestampFromTime(march.Add(time.Minute)))
	return md
}

func nearestFloat(tb testing.TB, decimal string) float64 {
	tb.Helper()
	exact, ok := new(big.Rat).SetString(decimal)
	require.True(tb, ok, decimal)
	f, _ := exact.Float64()
	return f
}

func TestCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.yaml")
	require.NoError(t, err)
	var cases []costCase
	require.NoError(t, yaml.Unmarshal(data, &cases))
	require.NotEmpty(t, cases)

	for _, tt := range cases {
		if tt.Span != nil {
			tt.Spans = append(tt.Spans, *tt.Span)
		}
		t.Run(tt.Name, func(t *testing.T) { tt.check(t) })
		if len(tt.Spans) > 1 {
			slices.Reverse(tt.Spans)
			t.Run(tt.Name+", in reverse", func(t *testing.T) { tt.check(t) })
		}
	}
}

func (tt costCase) check(t *testing.T) {
	t.Helper()
	m := newTestMeter(t, func(cfg *Config) {
		require.NoError(t, confmap.NewFromStringMap(tt.Config).Unmarshal(cfg))
	})
	found := m.count(tracesOf(t, tt.Spans...))
	got := map[string]int64{"nested": found.nestedSpans, "duplicate": found.duplicateSpans}
	for anomaly, n := range found.anomalies {
		got[usage.Anomalies[anomaly]] = n
	}
	maps.DeleteFunc(got, func(_ string, n int64) bool { return n == 0 })
	require.Len(t, got, len(tt.Found))
	for what, n := range tt.Found {
		require.Equal(t, n, got[what], what)
	}
	if tt.Outcome == "none" {
		require.Zero(t, m.ledger.Size())
		return
	}

	// To the atto-euro, in the ledger.
	account := m.call.account
	cost := map[string]string{}
	for class := range pricebook.NumClasses {
		if amount, charged := account.Cost(class); charged {
			cost[class.String()] = amount.String()
		}
	}
	want := tt.Cost
	if want == nil {
		want = map[string]string{}
	}
	require.Equal(t, want, cost)

	// Rounded to the nearest float, in the metrics.
	md := m.export()
	for class, eur := range tt.Cost {
		exactly(t, nearestFloat(t, eur), valueOf(t, md, "genai.cost.eur", "token_class", class))
	}
	if tt.Total == "" {
		require.Empty(t, pointsOf(md, "genai.cost.eur"))
		require.Empty(t, histogramOf(md))
	} else {
		exactly(t, nearestFloat(t, tt.Total), histogramOf(md)[1].Sum())
	}
	for _, dp := range pointsOf(md, "genai.cost.eur") {
		for key, value := range tt.Labels {
			require.Equal(t, value, label(dp, key))
		}
		if _, ok := tt.Labels["sampling.method"]; !ok {
			require.Empty(t, label(dp, "sampling.method"))
		}
	}
	outcome := tt.Outcome
	if outcome == "" {
		outcome = "unpriced"
		if tt.Total != "" {
			outcome = "priced"
		}
	}
	exactly(t, float64(max(tt.Requests, 1)), valueOf(t, md, "genai.cost.requests", "outcome", outcome))
	tt.checkReported(t, m, md)
	tt.checkUse(t, md)
	require.Equal(t, orEmpty(tt.Unpriced), byReason(md, "genai.cost.unpriced.tokens"))
	require.Equal(t, orEmpty(tt.Calls), byReason(md, "genai.cost.unpriced.calls"))
}

func (tt costCase) checkReported(t *testing.T, m *meter, md pmetric.Metrics) {
	t.Helper()
	require.Len(t, pointsOf(md, "genai.cost.reported"), len(tt.Reported))
	for currency, amount := range tt.Reported {
		require.Equal(t, amount, m.call.account.Reported(currency).String())
		exactly(t, nearestFloat(t, amount), valueOf(t, md, "genai.cost.reported", "currency", currency))
	}
}

func (tt costCase) checkUse(t *testing.T, md pmetric.Metrics) {
	t.Helper()
	for name, want := range map[string][]int64{"genai.tokens.billed": tt.Billed, "genai.tokens.useful": tt.Useful} {
		if want == nil {
			continue
		}
		exactly(t, float64(want[0]), valueOf(t, md, name, "direction", "input"))
		exactly(t, float64(want[1]), valueOf(t, md, name, "direction", "output"))
	}
}

func orEmpty(m map[string]map[string]int64) map[string]map[string]int64 {
	if m == nil {
		return map[string]map[string]int64{}
	}
	return m
}

// byReason returns the points of a metric by reason and class.
func byReason(md pmetric.Metrics, name string) map[string]map[string]int64 {
	all := map[string]map[string]int64{}
	for _, dp := range pointsOf(md, name) {
		reason, class := label(dp, "reason"), label(dp, "token_class")
		if all[reason] == nil {
			all[reason] = map[string]int64{}
		}
		all[reason][class] = dp.IntValue()
	}
	return all
}

// Priced and unpriced tokens together are what was reported.
func TestNoTokenIsLost(t *testing.T) {
	m := newTestMeter(t, nil)
	var reported int64
	for _, model := range []string{"gpt-4o", "o5", "legacy-noprice-out", "nobody"} {
		s := spanCase{Provider: "openai", Model: model, Tokens: map[string]any{"input": 1000, "cache_read": 300, "output": 70, "reasoning": 20}}
		m.count(s.traces(t))
		reported += 1070
	}
	md := m.export()
	var counted int64
	for _, metric := range []string{"genai.cost.tokens", "genai.cost.unpriced.tokens"} {
		for _, dp := range pointsOf(md, metric) {
			counted += dp.IntValue()
		}
	}
	require.Equal(t, reported, counted)
}

func TestAMillionSmallRequestsAddUpExactly(t *testing.T) {
	m := newTestMeter(t, nil)
	td := spanCase{Provider: "openai", Operation: "embeddings", Model: "embed-small", Tokens: map[string]any{"input": 7}}.traces(t)
	for range 1_000_000 {
		m.count(td)
	}
	account := m.call.account
	cost, _ := account.Cost(pricebook.Input)
	require.Equal(t, "0.1288", cost.String())
	exactly(t, 0.1288, valueOf(t, m.export(), "genai.cost.eur", "token_class", "input"))
}

func TestDimensions(t *testing.T) {
	for _, tt := range []struct {
		name       string
		dimensions []DimensionConfig
		span       map[string]any
		resource   map[string]any
		want       map[string]string
	}{
		{
			name:       "default",
			dimensions: []DimensionConfig{{Name: "tenant"}},
			want:       map[string]string{"tenant": "unknown"},
		},
		{
			name:       "default of its own",
			dimensions: []DimensionConfig{{Name: "tenant", Default: "house"}},
			span:       map[string]any{"tenant": ""},
			want:       map[string]string{"tenant": "house"},
		},
		{
			name:       "span before resource",
			dimensions: []DimensionConfig{{Name: "tenant"}},
			span:       map[string]any{"tenant": "span"},
			resource:   map[string]any{"tenant": "resource"},
			want:       map[string]string{"tenant": "span"},
		},
		{
			name:       "resource",
			dimensions: []DimensionConfig{{Name: "tenant"}, {Name: "k8s.namespace.name"}},
			span:       map[string]any{"tenant": "span"},
			resource:   map[string]any{"k8s.namespace.name": "team-a"},
			want:       map[string]string{"tenant": "span", "k8s.namespace.name": "team-a"},
		},
		{
			name:       "another attribute, not a string",
			dimensions: []DimensionConfig{{Name: "tenant", From: "customer.number"}},
			span:       map[string]any{"customer.number": 17, "tenant": "ignored"},
			want:       map[string]string{"tenant": "17"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newTestMeter(t, func(cfg *Config) { cfg.Dimensions = tt.dimensions })
			td := spanCase{Provider: "openai", Model: "gpt-4o", Tokens: map[string]any{"input": 1}}.traces(t)
			rs := td.ResourceSpans().At(0)
			require.NoError(t, rs.Resource().Attributes().FromRaw(tt.resource))
			for key, value := range tt.span {
				v := rs.ScopeSpans().At(0).Spans().At(0).Attributes().PutEmpty(key)
				require.NoError(t, v.FromRaw(value))
			}
			m.count(td)
			dp := pointsOf(m.export(), "genai.cost.eur")[0]
			for key, value := range tt.want {
				require.Equal(t, value, label(dp, key))
			}
		})
	}
}

func TestServerSide(t *testing.T) {
	m := newTestMeter(t, func(cfg *Config) { cfg.Side = sideServer })
	s := spanCase{Provider: "vllm", Model: "meta-llama/Llama-3.3-70B-Instruct", Tokens: map[string]any{"input": 1000}}
	for _, kind := range []string{"client", "internal", "server"} {
		s.Kind = kind
		m.count(s.traces(t))
	}
	exactly(t, 1.0, valueOf(t, m.export(), "genai.cost.requests", "outcome", "priced"))
}

// A batch that goes on after warm-up must not allocate, or millions of spans
// would feed the garbage collector.
func TestCountingDoesNotAllocate(t *testing.T) {
	m := newTestMeter(t, nil)
	td := benchmarkTraces(1000, 100)
	for _, rs := range td.ResourceSpans().All() {
		for i, span := range rs.ScopeSpans().At(0).Spans().All() {
			span.Attributes().PutEmptySlice("gen_ai.response.finish_reasons").AppendEmpty().SetStr("STOP")
			span.Attributes().PutDouble("gen_ai.usage.cost", 0.001*float64(i))
			if i%2 == 0 {
				span.Attributes().Remove("tenant") // it is looked for in the spans around
			}
		}
	}
	for range 200 { // until the remembered spans are at their limit
		renewSpans(td)
		m.count(td)
	}
	require.Zero(t, testing.AllocsPerRun(200, func() {
		renewSpans(td)
		m.count(td)
	}))
}

func TestPriceCacheIsBounded(t *testing.T) {
	m := newTestMeter(t, nil)
	for i := range maxCachedPrices + 10 {
		m.prices.resolve(pricebook.Query{Provider: "openai", ResponseModel: time.Duration(i).String()})
		require.LessOrEqual(t, len(m.prices.matches), maxCachedPrices)
	}
	require.Equal(t, "gpt-4o", m.prices.resolve(pricebook.Query{Provider: "openai", ResponseModel: "gpt-4o"}).Model)
}
