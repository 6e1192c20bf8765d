// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// normaliser replaces what differs between two runs of the same program. The
// signals of one run share it, so that an id keeps meaning the same thing.
type normaliser struct {
	name     string
	paths    *strings.Replacer
	sinkPort int64
	uuids    map[string]string
	traceIDs map[pcommon.TraceID]pcommon.TraceID
	spanIDs  map[pcommon.SpanID]pcommon.SpanID
	// ends has the normalised end of each span, by its original id.
	ends map[pcommon.SpanID]pcommon.Timestamp
}

// otlpPort stands for the port of the sink, which differs between recordings.
const otlpPort = 4318

// newNormaliser takes the name of the run, from which new ids are derived, the
// port of the sink and pairs of machine path and replacement.
func newNormaliser(name string, sinkPort int, paths ...string) *normaliser {
	return &normaliser{
		name:     name,
		sinkPort: int64(sinkPort),
		paths:    strings.NewReplacer(paths...),
		uuids:    map[string]string{},
		traceIDs: map[pcommon.TraceID]pcommon.TraceID{},
		spanIDs:  map[pcommon.SpanID]pcommon.SpanID{},
		ends:     map[pcommon.SpanID]pcommon.Timestamp{},
	}
}

// base is when every recording starts; tick is the distance of two moments.
var base = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

const tick = 10 * time.Millisecond

func at(ticks int) pcommon.Timestamp {
	return pcommon.NewTimestampFromTime(base.Add(time.Duration(ticks) * tick))
}

// measured replaces every measured time, in seconds.
const measured = 0.05

func (n *normaliser) apply(t *telemetry) {
	mergeTraces(t)
	mergeLogs(t)
	mergeMetrics(t)
	n.traces(t.traces)
	n.logs(t.logs)
	n.metrics(t.metrics)
}

// digest gives size bytes that depend on the run, a purpose and a number only.
func (n *normaliser) digest(size int, purpose string, number int) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", n.name, purpose, number))
	return sum[:size]
}

func (n *normaliser) traceID(id pcommon.TraceID) pcommon.TraceID {
	if id.IsEmpty() {
		return id
	}
	if _, ok := n.traceIDs[id]; !ok {
		n.traceIDs[id] = pcommon.TraceID(n.digest(16, "trace", len(n.traceIDs)))
	}
	return n.traceIDs[id]
}

func (n *normaliser) spanID(id pcommon.SpanID) pcommon.SpanID {
	if id.IsEmpty() {
		return id
	}
	if _, ok := n.spanIDs[id]; !ok {
		n.spanIDs[id] = pcommon.SpanID(n.digest(8, "span", len(n.spanIDs)))
	}
	return n.spanIDs[id]
}

var (
	uuid        = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	address     = regexp.MustCompile(`0x[0-9a-f]{6,}`)
	interpreter = regexp.MustCompile(`/[\w./-]*/lib/(python3\.\d+)/`)
	// OpenLLMetry uploads images to a path that has the ids of the span in decimal.
	imagePath = regexp.MustCompile(`/v2/traces/\d+/spans/\d+/images`)
	// LlamaIndex numbers its runs with random letters.
	llamaRun = regexp.MustCompile(`(llamaindex\.run_id\W+)\w+`)
	// Some libraries write the times of their spans as text, too.
	clock = regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|\+00:00)`)
	// MLflow writes the id of the trace with a prefix.
	mlflowTrace = regexp.MustCompile(`\btr-([0-9a-f]{32})\b`)
	// Agno and smolagents write when something was made as a number within a text.
	epoch = regexp.MustCompile(`((?:start_time|end_time|created_at)\W+)1\d{9}(?:\.\d+)?`)
	// Agno measures its runs.
	runTime = regexp.MustCompile(`("(?:duration|time_to_first_token)\W+)\d+\.\d+`)
	// LiteLLM measures itself.
	overhead = regexp.MustCompile(`("litellm_overhead_time_ms\W+)[\d.]+`)
	// kernel is in the user agents of Azure's SDKs.
	kernel = regexp.MustCompile(`\(Linux-[^)]*\)`)
	// bareUUID is how Logfire writes the id of an instance.
	bareUUID = regexp.MustCompile(`^[0-9a-f]{32}$`)
	// commit of the checkout, which Logfire takes for the version of the service.
	commit = regexp.MustCompile(`^[0-9a-f]{40}$`)
	// latency is in the outputs of Genkit's models.
	latency = regexp.MustCompile(`("latencyMs":)[\d.]+`)
	// createdAt is in Mastra's messages.
	createdAt = regexp.MustCompile(`("createdAt":)\d{13}`)
	// took is in the messages of Logfire.
	took = regexp.MustCompile(`\b(took )\d+\.\d+s$`)
)

func (n *normaliser) text(s string) string {
	s = n.paths.Replace(s)
	s = interpreter.ReplaceAllString(s, "/usr/lib/$1/")
	s = address.ReplaceAllString(s, "0x0")
	s = imagePath.ReplaceAllString(s, "/v2/traces/1/spans/1/images")
	s = llamaRun.ReplaceAllString(s, "${1}run1")
	s = clock.ReplaceAllString(s, "2026-01-01T00:00:00.000000${1}")
	s = epoch.ReplaceAllString(s, "${1}1767225600")
	s = runTime.ReplaceAllString(s, "${1}0.05")
	s = overhead.ReplaceAllString(s, "${1}1.0")
	s = kernel.ReplaceAllString(s, "(Linux)")
	s = latency.ReplaceAllString(s, "${1}50")
	s = createdAt.ReplaceAllString(s, "${1}1767225600000")
	s = took.ReplaceAllString(s, "${1}0.05s")
	s = mlflowTrace.ReplaceAllStringFunc(s, func(old string) string {
		if id, ok := n.knownID(old[len("tr-"):]); ok {
			return "tr-" + id
		}
		return old
	})
	if id, ok := n.knownID(s); ok {
		return id
	}
	return uuid.ReplaceAllStringFunc(s, func(old string) string {
		if n.uuids[old] == "" {
			b := n.digest(16, "uuid", len(n.uuids))
			b[6], b[8] = 0x40|b[6]&0x0f, 0x80|b[8]&0x3f // version 4, RFC variant
			n.uuids[old] = fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
		}
		return n.uuids[old]
	})
}

// node returns the new value of a random id of a node.
func (n *normaliser) node(old string) string {
	if n.uuids[old] == "" {
		n.uuids[old] = hex.EncodeToString(n.digest(8, "node", len(n.uuids)))
	}
	return n.uuids[old]
}

// knownID returns the new value of a trace or span id that stands in a string.
func (n *normaliser) knownID(s string) (string, bool) {
	raw, err := hex.DecodeString(s)
	if err != nil {
		return "", false
	}
	switch len(raw) {
	case 16:
		id, ok := n.traceIDs[pcommon.TraceID(raw)]
		return id.String(), ok
	case 8:
		id, ok := n.spanIDs[pcommon.SpanID(raw)]
		return id.String(), ok
	}
	return "", false
}

// whole are measured times that one library, Strands, writes as whole numbers of
// milliseconds.
var whole = map[string]bool{"gen_ai.server.time_to_first_token": true}

// measuredAttributes are attributes whose double is a time that was measured,
// and its replacement.
var measuredAttributes = map[string]float64{
	"gen_ai.client.operation.duration":             measured,
	"gen_ai.response.time_to_first_chunk":          measured,
	"gen_ai.server.time_per_output_token":          measured,
	"gen_ai.server.time_to_first_token":            measured,
	"gen_ai.operation.duration_ms":                 1000 * measured,
	"gen_ai.framework.pipeline.execution_time":     measured,
	"agent_framework.function.invocation.duration": measured,
	"duration":                      measured, // Logfire
	"mcp.client.operation.duration": measured,
	"mcp.server.operation.duration": measured,
	// AgentOps.
	"time_elapsed":                         measured,
	"gen_ai.streaming.time_to_first_token": measured,
	"gen_ai.streaming.time_to_generate":    measured,
	"llm.openai.stream.total_duration":     measured,
	// The Vercel AI SDK.
	"ai.response.msToFirstChunk":               1000 * measured,
	"ai.response.msToFinish":                   1000 * measured,
	"ai.response.avgOutputTokensPerSecond":     1 / measured,
	"ai.response.avgCompletionTokensPerSecond": 1 / measured,
}

// agentID is for some libraries the address of a Python object as a number.
const agentID = "gen_ai.agent.id"

var addressAsNumber = regexp.MustCompile(`^1\d{14}$`)

// nodeKeys are attributes that Agno fills with random digits.
var nodeKeys = map[string]bool{"graph.node.id": true, "graph.node.parent_id": true}

var randomNode = regexp.MustCompile(`^[0-9a-f]{16}$`)

// revision is LangSmith's word for the commit of the checkout.
const revision = "langsmith.metadata.revision_id"

// performanceTier is OpenLIT's word for the length of a span.
const performanceTier = "gen_ai.operation.performance_tier"

// machinePrefixes start the resource attributes that describe the machine.
var machinePrefixes = []string{"host.", "os.", "process."}

func (n *normaliser) resource(r pcommon.Resource) {
	r.Attributes().RemoveIf(func(key string, _ pcommon.Value) bool {
		for _, prefix := range machinePrefixes {
			if strings.HasPrefix(key, prefix) {
				return true
			}
		}
		return false
	})
	n.attributes(r.Attributes())
	if id, ok := r.Attributes().Get("service.instance.id"); ok && bareUUID.MatchString(id.Str()) {
		id.SetStr(hex.EncodeToString(n.digest(16, "instance", 0)))
	}
	if version, ok := r.Attributes().Get("service.version"); ok && commit.MatchString(version.Str()) {
		version.SetStr("v1")
	}
}

func (n *normaliser) attributes(m pcommon.Map) {
	for key, v := range m.All() {
		if value, ok := measuredAttributes[key]; ok && v.Type() == pcommon.ValueTypeDouble {
			v.SetDouble(value)
		} else if ok && v.Type() == pcommon.ValueTypeInt {
			// JavaScript has one type for numbers, and 0 is whole.
			if whole[key] {
				v.SetInt(int64(1000 * value))
			} else {
				v.SetDouble(value)
			}
		}
		if key == agentID && addressAsNumber.MatchString(v.AsString()) {
			v.SetStr("1")
		}
		if nodeKeys[key] && randomNode.MatchString(v.AsString()) {
			v.SetStr(n.node(v.AsString()))
		}
		if key == revision {
			v.SetStr("v1")
		}
		if key == performanceTier {
			v.SetStr("excellent")
		}
		n.value(v)
	}
}

func (n *normaliser) value(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		v.SetStr(n.text(v.Str()))
	case pcommon.ValueTypeInt:
		if v.Int() == n.sinkPort {
			v.SetInt(otlpPort)
		}
	case pcommon.ValueTypeMap:
		n.attributes(v.Map())
	case pcommon.ValueTypeSlice:
		for _, element := range v.Slice().All() {
			n.value(element)
		}
	}
}

func (n *normaliser) logs(logs plog.Logs) {
	for _, rl := range logs.ResourceLogs().All() {
		n.resource(rl.Resource())
		for _, sl := range rl.ScopeLogs().All() {
			sl.LogRecords().Sort(func(a, b plog.LogRecord) bool { return a.ObservedTimestamp() < b.ObservedTimestamp() })
			for _, record := range sl.LogRecords().All() {
				// A record is written when its span ends.
				when, ok := n.ends[record.SpanID()]
				if !ok {
					when = at(0)
				}
				if record.Timestamp() != 0 {
					record.SetTimestamp(when)
				}
				if record.ObservedTimestamp() != 0 {
					record.SetObservedTimestamp(when)
				}
				record.SetTraceID(n.traceID(record.TraceID()))
				record.SetSpanID(n.spanID(record.SpanID()))
				n.value(record.Body())
				n.attributes(record.Attributes())
			}
		}
	}
}

// metricsAfter is the tick at which metrics are collected.
const metricsAfter = 1000

func (n *normaliser) metrics(metrics pmetric.Metrics) {
	for _, rm := range metrics.ResourceMetrics().All() {
		n.resource(rm.Resource())
		for _, sm := range rm.ScopeMetrics().All() {
			for _, m := range sm.Metrics().All() {
				n.metric(m)
			}
		}
	}
}

func (n *normaliser) metric(m pmetric.Metric) {
	value, timed := map[string]float64{"s": measured, "ms": 1000 * measured, "milliseconds": 1000 * measured}[m.Unit()]
	switch m.Type() {
	case pmetric.MetricTypeHistogram:
		for _, p := range m.Histogram().DataPoints().All() {
			p.SetStartTimestamp(at(0))
			p.SetTimestamp(at(metricsAfter))
			n.attributes(p.Attributes())
			n.exemplars(p.Exemplars(), p.Count() == 1, value, timed)
			if timed {
				setHistogram(p, value)
			}
		}
	case pmetric.MetricTypeSum:
		n.numbers(m.Sum().DataPoints(), value, timed)
	case pmetric.MetricTypeGauge:
		n.numbers(m.Gauge().DataPoints(), value, timed)
	}
}

// setHistogram makes every measurement of a point the same value.
func setHistogram(p pmetric.HistogramDataPoint, value float64) {
	p.SetSum(float64(p.Count()) * value)
	if p.HasMin() {
		p.SetMin(value)
	}
	if p.HasMax() {
		p.SetMax(value)
	}
	bucket := 0
	for bucket < p.ExplicitBounds().Len() && p.ExplicitBounds().At(bucket) < value {
		bucket++
	}
	for i := range p.BucketCounts().Len() {
		p.BucketCounts().SetAt(i, 0)
	}
	if p.BucketCounts().Len() > 0 {
		p.BucketCounts().SetAt(bucket, p.Count())
	}
}

func (n *normaliser) numbers(points pmetric.NumberDataPointSlice, value float64, timed bool) {
	for _, p := range points.All() {
		if p.StartTimestamp() != 0 {
			p.SetStartTimestamp(at(0))
		}
		p.SetTimestamp(at(metricsAfter))
		n.attributes(p.Attributes())
		n.exemplars(p.Exemplars(), false, value, timed)
		if timed && p.ValueType() == pmetric.NumberDataPointValueTypeDouble {
			p.SetDoubleValue(value)
		}
	}
}

// exemplars keeps the exemplar of a single measurement only: of several, SDKs
// pick one at random.
func (n *normaliser) exemplars(exemplars pmetric.ExemplarSlice, single bool, value float64, timed bool) {
	exemplars.RemoveIf(func(pmetric.Exemplar) bool { return !single })
	for _, e := range exemplars.All() {
		when, ok := n.ends[e.SpanID()]
		if !ok {
			when = at(0)
		}
		e.SetTimestamp(when)
		e.SetTraceID(n.traceID(e.TraceID()))
		e.SetSpanID(n.spanID(e.SpanID()))
		n.attributes(e.FilteredAttributes())
		if !timed {
			continue
		}
		if e.ValueType() == pmetric.ExemplarValueTypeInt {
			e.SetIntValue(int64(value))
		} else {
			e.SetDoubleValue(value)
		}
	}
}
