// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/analyzer"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/metadatatest"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/redact"
	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor/internal/scan"
)

// canaries are values that no telemetry of the processor itself may hold.
var canaries = []string{mail, card, strings.ReplaceAll(card, " ", ""), iban, "Jürgen Müller", "hunter2hunter2X9"}

// faulty is a scanner that fails as often as it is told to.
type faulty struct {
	redact.Scanner
	fail func(text string)
}

func (f faulty) Scan(dst []scan.Finding, in scan.Input) []scan.Finding {
	if f.fail != nil {
		f.fail(in.Text)
	}
	return f.Scanner.Scan(dst, in)
}

// testData has the canaries in every carrier.
func testData(tb testing.TB) (ptrace.Traces, plog.Logs, pmetric.Metrics) {
	tb.Helper()
	content := strings.Join(canaries[:5], ", ") + ` password=hunter2hunter2X9`
	fill := func(m pcommon.Map) {
		m.PutStr("gen_ai.prompt.0.content", content)
		m.PutStr("input.value", `{"a":"`+content+`","b":"{\"c\":\"`+content+`\"}"}`)
		m.PutEmptyMap("gen_ai.input.messages").PutEmptySlice("parts").AppendEmpty().SetStr(content)
		m.PutEmptyBytes("output.value").FromRaw([]byte(content))
	}
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName(content)
	span.Status().SetMessage(content)
	fill(span.Attributes())
	fill(span.Events().AppendEmpty().Attributes())
	span.Events().AppendEmpty().SetName(content)
	fill(span.Links().AppendEmpty().Attributes())
	fill(td.ResourceSpans().At(0).ScopeSpans().At(0).Scope().Attributes())
	ld := plog.NewLogs()
	record := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.Body().SetStr(content)
	record.SetEventName(content)
	fill(record.Attributes())
	fill(ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().AppendEmpty().Body().SetEmptyMap())
	md := pmetric.NewMetrics()
	point := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty().SetEmptySum().DataPoints().AppendEmpty()
	fill(point.Attributes())
	fill(point.Exemplars().AppendEmpty().FilteredAttributes())
	return td, ld, md
}

// TestFailsClosed lets the scanner and the analyzer fail in every way: nothing
// of the content comes out, and nothing of it is in logs, errors, metrics and
// spans of the processor.
func TestFailsClosed(t *testing.T) {
	respond := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	for name, tc := range map[string]struct {
		edit   func(*Config)
		fail   func(n int) func(string)
		serve  http.HandlerFunc
		reason string
	}{
		"nothing fails":    {},
		"panic":            {fail: panicAt, reason: "panic"},
		"every panic":      {fail: func(int) func(string) { return func(text string) { panic(text) } }, reason: "panic"},
		"error":            {fail: func(int) func(string) { return func(text string) { panic(fmt.Errorf("cannot scan %s", text)) } }, reason: "panic"},
		"runtime error":    {fail: func(int) func(string) { return func(text string) { _ = text[len(text)+1:] } }, reason: "panic"},
		"drop":             {edit: func(c *Config) { c.OnError = OnErrorDrop }, fail: panicAt, reason: "panic"},
		"no time":          {edit: func(c *Config) { c.Timeout = time.Nanosecond }, reason: "timeout"},
		"analyzer 500":     {serve: respond(500, strings.Join(canaries, " ")), reason: "analyzer"},
		"analyzer lies":    {serve: respond(200, `[[{"start":0,"end":5}]]`+strings.Join(canaries, " ")), reason: "analyzer"},
		"analyzer hangs":   {serve: func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body); <-r.Context().Done() }, reason: "analyzer"},
		"analyzer is gone": {serve: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, reason: "analyzer"},
	} {
		t.Run(name, func(t *testing.T) {
			steps := 1
			if tc.fail != nil {
				steps = 6
			}
			for n := range steps {
				tel := componenttest.NewTelemetry()
				core, logs := observer.New(zapcore.DebugLevel)
				set := metadatatest.NewSettings(tel)
				set.Logger = zap.New(core)
				cfg := defaults(func(c *Config) {
					c.CueWords = true
					c.DenyLists = []DenyListConfig{{Words: []string{"Jürgen Müller"}}}
					if tc.edit != nil {
						tc.edit(c)
					}
				})
				if tc.serve != nil {
					server := httptest.NewServer(tc.serve)
					defer server.Close()
					a := defaultAnalyzerConfig()
					a.Endpoint, a.Timeout = server.URL, 100*time.Millisecond
					cfg.Analyzer = configoptional.Some(a)
				}
				p, err := newRedaction(set, cfg)
				require.NoError(t, err)
				require.NoError(t, p.start(t.Context(), componenttest.NewNopHost()))
				if tc.fail != nil {
					p.engine.Scanner = faulty{p.engine.Scanner, tc.fail(n)}
				}
				td, ld, md := testData(t)
				_, err = p.processTraces(t.Context(), td)
				require.NoError(t, err)
				if tc.fail != nil {
					p.engine.Scanner = faulty{p.engine.Scanner.(faulty).Scanner, tc.fail(n)}
				}
				_, err = p.processLogs(t.Context(), ld)
				require.NoError(t, err)
				if tc.fail != nil {
					p.engine.Scanner = faulty{p.engine.Scanner.(faulty).Scanner, tc.fail(n)}
				}
				_, err = p.processMetrics(t.Context(), md)
				require.NoError(t, err)

				out := must(t)((&ptrace.JSONMarshaler{}).MarshalTraces(td)) + must(t)((&plog.JSONMarshaler{}).MarshalLogs(ld)) +
					must(t)((&pmetric.JSONMarshaler{}).MarshalMetrics(md))
				for _, rs := range []pcommon.Map{bytesOf(td), bytesOf(ld), bytesOf(md)} {
					for _, v := range rs.All() {
						out += v.AsString()
					}
				}
				withoutCanaries(t, "output", out)
				own := ownTelemetry(t, tel, logs)
				withoutCanaries(t, "own telemetry", own)
				if tc.reason != "" {
					assert.Contains(t, own, `"reason" `+tc.reason)
				} else {
					assert.NotContains(t, own, `"reason"`)
					assert.NotContains(t, out, "[REDACTED:error]")
				}
				if cfg.OnError == OnErrorDrop && n == 0 {
					assert.Zero(t, td.SpanCount()+md.DataPointCount())
				}
				require.NoError(t, p.shutdown(t.Context()))
				require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context())))
			}
		})
	}
}

func panicAt(n int) func(string) {
	calls := 0
	return func(text string) {
		if calls++; calls == n+1 {
			panic(text)
		}
	}
}

func must(t *testing.T) func([]byte, error) string {
	t.Helper()
	return func(b []byte, err error) string {
		require.NoError(t, err)
		return string(b)
	}
}

// bytesOf collects the values of bytes: JSON has them in base64.
func bytesOf(data any) pcommon.Map {
	all := pcommon.NewMap()
	add := func(m pcommon.Map) {
		if v, ok := m.Get("output.value"); ok {
			all.PutStr(fmt.Sprint(all.Len()), string(v.Bytes().AsRaw()))
		}
	}
	switch d := data.(type) {
	case ptrace.Traces:
		for _, rs := range d.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				add(ss.Scope().Attributes())
				for _, s := range ss.Spans().All() {
					add(s.Attributes())
					for _, e := range s.Events().All() {
						add(e.Attributes())
					}
					for _, l := range s.Links().All() {
						add(l.Attributes())
					}
				}
			}
		}
	case plog.Logs:
		for _, rl := range d.ResourceLogs().All() {
			for _, sl := range rl.ScopeLogs().All() {
				for _, r := range sl.LogRecords().All() {
					add(r.Attributes())
					if r.Body().Type() == pcommon.ValueTypeMap {
						add(r.Body().Map())
					}
				}
			}
		}
	case pmetric.Metrics:
		for _, rm := range d.ResourceMetrics().All() {
			for _, sm := range rm.ScopeMetrics().All() {
				for _, m := range sm.Metrics().All() {
					for _, p := range m.Sum().DataPoints().All() {
						add(p.Attributes())
						for _, e := range p.Exemplars().All() {
							add(e.FilteredAttributes())
						}
					}
				}
			}
		}
	}
	return all
}

// ownTelemetry is all that the processor wrote of itself.
func ownTelemetry(t *testing.T, tel *componenttest.Telemetry, logs *observer.ObservedLogs) string {
	t.Helper()
	var b strings.Builder
	for _, entry := range logs.All() {
		fields, err := json.Marshal(entry.ContextMap())
		require.NoError(t, err)
		b.WriteString(entry.Message + string(fields) + "\n")
	}
	var rm metricdata.ResourceMetrics
	require.NoError(t, tel.Reader.Collect(t.Context(), &rm))
	for _, sm := range rm.ScopeMetrics {
		for _, m := range sm.Metrics {
			b.WriteString(m.Name + "\n")
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					writeSet(&b, p.Attributes)
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					writeSet(&b, p.Attributes)
				}
			}
		}
	}
	for _, s := range tel.SpanRecorder.Ended() { // zpages shows these
		fmt.Fprintln(&b, s.Name(), s.Attributes(), s.Events(), s.Status())
	}
	return b.String()
}

func writeSet(b *strings.Builder, set attribute.Set) {
	for _, kv := range set.ToSlice() {
		fmt.Fprintf(b, "%q %s\n", string(kv.Key), kv.Value.String())
	}
}

func withoutCanaries(t *testing.T, what, text string) {
	t.Helper()
	for _, c := range canaries {
		if strings.Contains(text, c) {
			t.Fatalf("%s holds %q:\n%.2000s", what, c, text)
		}
	}
}

// stubAnalyzer answers without a service.
type stubAnalyzer func(texts []string) analyzer.Answers

func (s stubAnalyzer) Analyze(_ context.Context, texts []string) analyzer.Answers { return s(texts) }

func TestAnalyzerThatPanics(t *testing.T) {
	cfg := defaults(func(c *Config) { c.Analyzer = configoptional.Some(defaultAnalyzerConfig()) })
	p, err := newRedaction(settings(), cfg)
	require.NoError(t, err)
	p.analyzer = stubAnalyzer(func([]string) analyzer.Answers { panic(mail) })
	td := oneSpan(t, map[string]any{"input.value": "I am Anna Meyer"}, nil)
	_, err = p.processTraces(t.Context(), td)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"input.value": "[REDACTED:error]"}, firstSpan(td).Attributes().AsRaw())
}

func TestMetricsOfTheProcessor(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(t.Context(), metadatatest.NewSettings(tel), defaults(), sink)
	require.NoError(t, err)
	require.NoError(t, p.ConsumeTraces(t.Context(), oneSpan(t, map[string]any{"input.value": mail + " and " + mail, "output.value": "x\xff"},
		func(s ptrace.Span) { s.SetName("to " + mail) })))
	metadatatest.AssertEqualProcessorPiiRedactionEntities(t, tel, []metricdata.DataPoint[int64]{
		{Value: 2, Attributes: attribute.NewSet(attribute.String("action", "replace"), attribute.String("carrier", "attribute"),
			attribute.String("signal", "traces"), attribute.String("type", "EMAIL"))},
		{Value: 1, Attributes: attribute.NewSet(attribute.String("action", "replace"), attribute.String("carrier", "span_name"),
			attribute.String("signal", "traces"), attribute.String("type", "EMAIL"))},
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorPiiRedactionFailedValues(t, tel, []metricdata.DataPoint[int64]{
		{Value: 1, Attributes: attribute.NewSet(attribute.String("reason", "invalid_utf8"), attribute.String("signal", "traces"))},
	}, metricdatatest.IgnoreTimestamp())
}

func TestRecordAttributes(t *testing.T) {
	cfg := defaults(func(c *Config) { c.RecordAttributes = true })
	p, sink := startTraces(t, settings(), cfg)
	require.NoError(t, p.ConsumeTraces(t.Context(), oneSpan(t, map[string]any{"input.value": mail + " " + iban + " a@x.org"}, nil)))
	attrs := firstSpan(sink.AllTraces()[0]).Attributes().AsRaw()
	assert.Equal(t, map[string]any{"EMAIL": int64(2), "IBAN": int64(1)}, attrs[attrCounts])
	assert.Len(t, attrs[attrRuleset], 16)
	assert.NotEmpty(t, attrs[attrVersion])
	require.NoError(t, p.ConsumeTraces(t.Context(), sink.AllTraces()[0]))
	assert.Equal(t, attrs, firstSpan(sink.AllTraces()[1]).Attributes().AsRaw(), "a second pass keeps the counts")

	logs, logSink := startLogs(t, settings(), cfg)
	ld := plog.NewLogs()
	ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body().SetStr("nothing")
	require.NoError(t, logs.ConsumeLogs(t.Context(), ld))
	assert.Equal(t, map[string]any{}, firstLog(logSink.AllLogs()[0]).Attributes().AsRaw()[attrCounts])
}
