// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func TestText(t *testing.T) {
	n := newNormaliser("test", 40000, "/home/someone/tests/sdk/.work/python-x", "/app", "/home/someone/tests/sdk/python", "/app")
	for name, tc := range map[string]struct{ in, want string }{
		"plain text":             {"What is the capital of France?", "What is the capital of France?"},
		"path in the installed":  {`File "/home/someone/tests/sdk/.work/python-x/lib/python3.11/site-packages/a.py"`, `File "/usr/lib/python3.11/site-packages/a.py"`},
		"path of a scenario":     {`File "/home/someone/tests/sdk/python/run.py"`, `File "/app/run.py"`},
		"path of the standard":   {`File "/opt/python/3.11/lib/python3.11/threading.py"`, `File "/usr/lib/python3.11/threading.py"`},
		"address":                {"<object at 0x7f2a9c1b2d30>", "<object at 0x0>"},
		"image upload":           {"http://x/v2/traces/329267504504282103/spans/12122695/images", "http://x/v2/traces/1/spans/1/images"},
		"time as a number":       {`Timing(start_time=1795584922.8070142, end_time=None) {"created_at": 1795584893}`, `Timing(start_time=1767225600, end_time=None) {"created_at": 1767225600}`},
		"run of LlamaIndex":      {`{\"llamaindex.run_id\": \"Yn5GW6ceLC\"}`, `{\"llamaindex.run_id\": \"run1\"}`},
		"hex that is no address": {"0x7f", "0x7f"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := n.text(tc.in); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestTextUUID(t *testing.T) {
	const first, second = "f010f5d4-3b73-482b-ae23-7c8ae387159f", "60af9a81-058e-4eae-8adc-384091a653b3"
	texts := func(a, b string) []string {
		n := newNormaliser("test", 40000)
		return []string{n.text("run " + a), n.text("run " + b), n.text("again " + a)}
	}
	got := texts(first, second)
	for _, text := range got {
		if strings.Contains(text, first) || strings.Contains(text, second) || !uuid.MatchString(text) {
			t.Errorf("%q: want another uuid", text)
		}
	}
	if got[0] == got[1] || got[0][4:] != got[2][6:] {
		t.Errorf("want one new uuid per old one: %q", got)
	}
	if again := texts(second, first); again[0] != got[0] || again[1] != got[1] {
		t.Errorf("uuids depend on the old values: %q and %q", got, again)
	}
}

// spanSpec is a span at milliseconds.
type spanSpec struct {
	id, parent byte
	scope      string
	start, end int
	event      int
}

func spans(specs ...spanSpec) ptrace.Traces {
	traces := ptrace.NewTraces()
	rs := traces.ResourceSpans().AppendEmpty()
	ms := func(n int) pcommon.Timestamp {
		return pcommon.NewTimestampFromTime(time.UnixMilli(int64(1_700_000_000_000 + n)))
	}
	scopes := map[string]ptrace.ScopeSpans{}
	for _, s := range specs {
		ss, ok := scopes[s.scope]
		if !ok {
			ss = rs.ScopeSpans().AppendEmpty()
			ss.Scope().SetName(s.scope)
			scopes[s.scope] = ss
		}
		span := ss.Spans().AppendEmpty()
		span.SetName(string('a' + rune(s.id) - 1))
		span.SetTraceID(pcommon.TraceID{15: 1})
		span.SetSpanID(pcommon.SpanID{7: s.id})
		if s.parent != 0 {
			span.SetParentSpanID(pcommon.SpanID{7: s.parent})
		}
		span.SetStartTimestamp(ms(s.start))
		span.SetEndTimestamp(ms(s.end))
		if s.event != 0 {
			span.Events().AppendEmpty().SetTimestamp(ms(s.event))
		}
	}
	return traces
}

func TestSpanTimes(t *testing.T) {
	for name, tc := range map[string]struct {
		in   ptrace.Traces
		want string
	}{
		"one after the other": {
			in:   spans(spanSpec{id: 1, start: 10, end: 20}, spanSpec{id: 2, start: 30, end: 40}),
			want: "a 1-2, b 3-4",
		},
		"the shorter child first if two start in one millisecond": {
			in: spans(
				spanSpec{id: 1, scope: "x", start: 0, end: 50}, spanSpec{id: 2, parent: 1, scope: "x", start: 10, end: 20},
				spanSpec{id: 3, parent: 1, scope: "y", start: 10, end: 11},
			),
			want: "a 1-6, b 4-5, c 2-3",
		},
		"export order is not start order": {
			in:   spans(spanSpec{id: 2, start: 30, end: 40}, spanSpec{id: 1, start: 10, end: 20}),
			want: "a 1-2, b 3-4",
		},
		"a child that ends first": {
			in:   spans(spanSpec{id: 2, parent: 1, start: 10, end: 20}, spanSpec{id: 1, start: 10, end: 40}),
			want: "a 1-4, b 2-3",
		},
		"children that overlap": {
			in:   spans(spanSpec{id: 1, start: 0, end: 50}, spanSpec{id: 2, parent: 1, start: 10, end: 40}, spanSpec{id: 3, parent: 1, start: 20, end: 30}),
			want: "a 1-6, b 2-3, c 4-5",
		},
		"an event before a child": {
			in:   spans(spanSpec{id: 1, start: 0, end: 50, event: 5}, spanSpec{id: 2, parent: 1, start: 10, end: 40}),
			want: "a 1(2)-5, b 3-4",
		},
		"an event after a child": {
			in:   spans(spanSpec{id: 1, start: 0, end: 50, event: 45}, spanSpec{id: 2, parent: 1, start: 10, end: 40}),
			want: "a 1(4)-5, b 2-3",
		},
		"another library inside a span": {
			in:   spans(spanSpec{id: 1, scope: "x", start: 0, end: 50}, spanSpec{id: 2, scope: "y", start: 10, end: 50}),
			want: "a 1-4, b 2-3",
		},
		"another library after a span": {
			in:   spans(spanSpec{id: 1, scope: "x", start: 0, end: 50}, spanSpec{id: 2, scope: "y", start: 50, end: 90}),
			want: "a 1-2, b 3-4",
		},
		"a parent that was not exported": {
			in:   spans(spanSpec{id: 1, parent: 9, start: 0, end: 50}),
			want: "a 1-2",
		},
	} {
		t.Run(name, func(t *testing.T) {
			newNormaliser("test", 40000).traces(tc.in)
			var got []string
			ticks := func(ts pcommon.Timestamp) string {
				return (ts.AsTime().Sub(base) / tick).String()
			}
			short := func(ts pcommon.Timestamp) string { return strings.TrimSuffix(ticks(ts), "ns") }
			for _, rs := range tc.in.ResourceSpans().All() {
				for _, ss := range rs.ScopeSpans().All() {
					for _, span := range ss.Spans().All() {
						line := span.Name() + " " + short(span.StartTimestamp())
						for _, e := range span.Events().All() {
							line += "(" + short(e.Timestamp()) + ")"
						}
						got = append(got, line+"-"+short(span.EndTimestamp()))
					}
				}
			}
			if strings.Join(got, ", ") != tc.want {
				t.Errorf("got %s, want %s", strings.Join(got, ", "), tc.want)
			}
		})
	}
}

func TestSpanIDs(t *testing.T) {
	traces := spans(spanSpec{id: 2, parent: 1, start: 10, end: 20}, spanSpec{id: 1, start: 0, end: 30})
	n := newNormaliser("test", 40000)
	n.traces(traces)
	list := traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans()
	parent, child := list.At(0), list.At(1)
	if !parent.ParentSpanID().IsEmpty() {
		t.Error("the root has a parent")
	}
	if child.ParentSpanID() != parent.SpanID() || child.TraceID() != parent.TraceID() || child.SpanID() == parent.SpanID() {
		t.Error("the spans are no longer connected")
	}
	if parent.SpanID() == (pcommon.SpanID{7: 1}) {
		t.Error("the span kept its id")
	}
	other := spans(spanSpec{id: 1, start: 0, end: 30})
	newNormaliser("other", 40000).traces(other)
	if other.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).TraceID() == parent.TraceID() {
		t.Error("two runs share a trace id")
	}
}

func TestIDsInStrings(t *testing.T) {
	traces := spans(spanSpec{id: 1, start: 0, end: 30})
	n := newNormaliser("test", 40000)
	n.traces(traces)
	span := traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	for name, tc := range map[string]struct{ in, want string }{
		"trace id":         {"00000000000000000000000000000001", span.TraceID().String()},
		"span id":          {"0000000000000001", span.SpanID().String()},
		"unknown span id":  {"0000000000000009", "0000000000000009"},
		"not hexadecimal":  {"000000000000000x", "000000000000000x"},
		"id of other size": {"0001", "0001"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := n.text(tc.in); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestSinkPort(t *testing.T) {
	m := pcommon.NewMap()
	m.PutInt("net.peer.port", 40000)
	m.PutInt("server.port", 4010)
	newNormaliser("test", 40000).attributes(m)
	if got := m.AsRaw(); got["net.peer.port"] != int64(otlpPort) || got["server.port"] != int64(4010) {
		t.Errorf("got %v", got)
	}
}

func TestResource(t *testing.T) {
	r := pcommon.NewResource()
	for _, key := range []string{"host.name", "process.pid", "process.executable.path", "os.type", "service.name", "tenant"} {
		r.Attributes().PutStr(key, "x")
	}
	newNormaliser("test", 40000).resource(r)
	if got := r.Attributes().AsRaw(); len(got) != 2 || got["service.name"] != "x" || got["tenant"] != "x" {
		t.Errorf("left %v, want service.name and tenant", got)
	}
	r.Attributes().PutStr("service.version", "22dc7a804983ef794714d0e655fdd1f882b75420")
	r.Attributes().PutStr("service.instance.id", "2353fd3408aab6c45d2659ae1ee804bf")
	newNormaliser("test", 40000).resource(r)
	if got := r.Attributes().AsRaw(); got["service.version"] != "v1" || len(got["service.instance.id"].(string)) != 32 || got["service.instance.id"] == "2353fd3408aab6c45d2659ae1ee804bf" {
		t.Errorf("got %v, want a version and an id that do not depend on the checkout and the run", got)
	}
}

func TestMeasuredAttributes(t *testing.T) {
	m := pcommon.NewMap()
	m.PutDouble("gen_ai.response.time_to_first_chunk", 0.00312)
	m.PutInt("gen_ai.server.time_to_first_token", 495)
	m.PutInt("gen_ai.client.operation.duration", 0)
	m.PutDouble("gen_ai.request.temperature", 0.2)
	m.PutStr(performanceTier, "slow")
	m.PutStr(revision, "fcf5048-dirty")
	m.PutStr(agentID, "140131355403920")
	m.PutStr("gen_ai.event.start_time", "2026-11-25T01:58:58.435177+00:00")
	newNormaliser("test", 40000).attributes(m)
	if got := m.AsRaw(); got["gen_ai.response.time_to_first_chunk"] != measured || got["gen_ai.server.time_to_first_token"] != int64(50) ||
		got["gen_ai.client.operation.duration"] != measured ||
		got[revision] != "v1" || got[agentID] != "1" || got["gen_ai.event.start_time"] != "2026-01-01T00:00:00.000000+00:00" || got["gen_ai.request.temperature"] != 0.2 || got[performanceTier] != "excellent" {
		t.Errorf("got %v", got)
	}
}

func TestMetrics(t *testing.T) {
	for name, tc := range map[string]struct {
		unit    string
		sum     float64
		buckets []uint64
	}{
		"seconds are set to the fixed time": {"s", 2 * measured, []uint64{0, 2, 0}},
		"milliseconds too":                  {"ms", 2000 * measured, []uint64{0, 0, 2}},
		"by Micrometer's name":              {"milliseconds", 2000 * measured, []uint64{0, 0, 2}},
		"tokens are kept":                   {"{token}", 7, []uint64{1, 1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			metrics := pmetric.NewMetrics()
			m := metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
			m.SetUnit(tc.unit)
			p := m.SetEmptyHistogram().DataPoints().AppendEmpty()
			p.SetCount(2)
			p.SetSum(7)
			p.SetMin(3)
			p.SetMax(4)
			p.ExplicitBounds().FromRaw([]float64{0.01, 1})
			p.BucketCounts().FromRaw([]uint64{1, 1, 0})
			p.SetTimestamp(pcommon.NewTimestampFromTime(time.Unix(1, 0)))
			newNormaliser("test", 40000).metrics(metrics)
			if p.Sum() != tc.sum || p.Count() != 2 {
				t.Errorf("sum %v of %d, want %v of 2", p.Sum(), p.Count(), tc.sum)
			}
			for i, want := range tc.buckets {
				if got := p.BucketCounts().At(i); got != want {
					t.Errorf("bucket %d has %d, want %d", i, got, want)
				}
			}
			if p.Timestamp() != at(metricsAfter) || p.StartTimestamp() != at(0) {
				t.Errorf("from %v to %v", p.StartTimestamp(), p.Timestamp())
			}
		})
	}
}

func TestExemplars(t *testing.T) {
	for count, want := range map[uint64]int{1: 1, 2: 0} {
		metrics := pmetric.NewMetrics()
		m := metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
		m.SetUnit("s")
		p := m.SetEmptyHistogram().DataPoints().AppendEmpty()
		p.SetCount(count)
		p.Exemplars().AppendEmpty().SetDoubleValue(0.00312)
		newNormaliser("test", 40000).metrics(metrics)
		if p.Exemplars().Len() != want {
			t.Errorf("%d measurements keep %d exemplars, want %d", count, p.Exemplars().Len(), want)
		}
		if want == 1 && p.Exemplars().At(0).DoubleValue() != measured {
			t.Errorf("exemplar is %v, want %v", p.Exemplars().At(0).DoubleValue(), measured)
		}
	}
}

func TestLogsFollowTheirSpan(t *testing.T) {
	got := newTelemetry()
	got.traces = spans(spanSpec{id: 1, start: 0, end: 30})
	record := got.logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetSpanID(pcommon.SpanID{7: 1})
	record.SetTraceID(pcommon.TraceID{15: 1})
	record.SetObservedTimestamp(1)
	newNormaliser("test", 40000).apply(got)
	span := got.traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	record = got.logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
	if record.SpanID() != span.SpanID() || record.TraceID() != span.TraceID() {
		t.Error("the record lost its span")
	}
	if record.ObservedTimestamp() != span.EndTimestamp() {
		t.Errorf("observed at %v, want the span's end %v", record.ObservedTimestamp(), span.EndTimestamp())
	}
	if record.Timestamp() != 0 {
		t.Errorf("timestamp %v was made up", record.Timestamp())
	}
}

func TestMerge(t *testing.T) {
	got := newTelemetry()
	for i := range 2 {
		spans(spanSpec{id: byte(i + 1), scope: "x", start: i, end: i + 1}).ResourceSpans().MoveAndAppendTo(got.traces.ResourceSpans())
		sl := got.logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty()
		sl.LogRecords().AppendEmpty().SetObservedTimestamp(pcommon.Timestamp(i + 1))
		m := got.metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
		m.SetName("calls")
		m.SetEmptySum().DataPoints().AppendEmpty().SetIntValue(int64(i + 1))
	}
	mergeTraces(got)
	mergeLogs(got)
	mergeMetrics(got)
	if got.traces.ResourceSpans().Len() != 1 || got.traces.ResourceSpans().At(0).ScopeSpans().Len() != 1 || got.traces.SpanCount() != 2 {
		t.Errorf("%d resources with %d spans", got.traces.ResourceSpans().Len(), got.traces.SpanCount())
	}
	if got.logs.ResourceLogs().Len() != 1 || got.logs.ResourceLogs().At(0).ScopeLogs().Len() != 1 || got.logs.LogRecordCount() != 2 {
		t.Errorf("%d resources with %d records", got.logs.ResourceLogs().Len(), got.logs.LogRecordCount())
	}
	if got.metrics.MetricCount() != 1 {
		t.Fatalf("%d metrics, want 1", got.metrics.MetricCount())
	}
	points := got.metrics.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().At(0).Sum().DataPoints()
	if points.Len() != 1 || points.At(0).IntValue() != 2 {
		t.Error("want the last export of a cumulative metric only")
	}
}

func TestMergeKeepsResourcesApart(t *testing.T) {
	got := newTelemetry()
	for _, name := range []string{"a", "b"} {
		rl := got.logs.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", name)
		rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	}
	mergeLogs(got)
	if got.logs.ResourceLogs().Len() != 2 {
		t.Errorf("%d resources, want 2", got.logs.ResourceLogs().Len())
	}
}
