// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// scrapeTime is the timestamp of everything that readProm returns.
var scrapeTime = pcommon.NewTimestampFromTime(time.Unix(1, 0))

// readProm reads a dump in the Prometheus text format into the shape that the
// prometheus receiver makes of it, as far as the dumps of this package need.
// TestReadPromMakesTheShapeOfTheReceiver holds it to that.
func readProm(tb testing.TB, path string) pmetric.MetricSlice {
	tb.Helper()
	f, err := os.Open(path)
	require.NoError(tb, err)
	defer f.Close()
	p := promReader{tb: tb, ms: pmetric.NewMetricSlice(), help: map[string]string{}, types: map[string]string{}, families: map[string]*family{}}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		p.line(lines.Text())
	}
	for _, fam := range p.order {
		fam.emit()
	}
	return p.ms
}

type promReader struct {
	tb          testing.TB
	ms          pmetric.MetricSlice
	help, types map[string]string
	families    map[string]*family
	order       []*family
}

type family struct {
	metric pmetric.Metric
	typ    string
	points []*promPoint
}

type promPoint struct {
	labels     []Label // sorted; From is the name, To the value
	value      float64
	sum        float64
	count      uint64
	bounds     []float64
	cumulative []uint64
	quantiles  []float64
	values     []float64
}

func (p *promReader) line(line string) {
	switch fields := strings.SplitN(line, " ", 4); {
	case strings.HasPrefix(line, "# HELP "):
		p.help[fields[2]] = fields[3]
	case strings.HasPrefix(line, "# TYPE "):
		p.types[fields[2]] = fields[3]
	case line != "":
		p.sample(line)
	}
}

func (p *promReader) sample(line string) {
	space := strings.LastIndexByte(line, ' ')
	name, rest, _ := strings.Cut(line[:space], "{")
	value, err := strconv.ParseFloat(line[space+1:], 64)
	require.NoError(p.tb, err, line)

	var labels []Label
	var bound, quantile string
	for rest = strings.TrimSuffix(rest, "}"); rest != ""; {
		var l Label
		l.From, rest, _ = strings.Cut(rest, `="`)
		l.To, rest, _ = strings.Cut(rest, `"`)
		rest = strings.TrimPrefix(rest, ",")
		switch {
		case l.From == "le":
			bound = l.To
		case l.From == "quantile":
			quantile = l.To
		case l.To != "": // an empty label is no label
			labels = append(labels, l)
		}
	}
	slices.SortFunc(labels, func(a, b Label) int { return strings.Compare(a.From, b.From) })

	base, suffix := name, ""
	for _, s := range []string{"_bucket", "_sum", "_count"} {
		if b, ok := strings.CutSuffix(name, s); ok && (p.types[b] == "histogram" || p.types[b] == "summary") {
			base, suffix = b, s
		}
	}
	point := p.family(base).point(labels)
	switch {
	case suffix == "_sum":
		point.sum = value
	case suffix == "_count":
		point.count = uint64(value)
	case suffix == "_bucket":
		point.cumulative = append(point.cumulative, uint64(value))
		if bound != "+Inf" {
			b, err := strconv.ParseFloat(bound, 64)
			require.NoError(p.tb, err, line)
			point.bounds = append(point.bounds, b)
		}
	case quantile != "":
		q, err := strconv.ParseFloat(quantile, 64)
		require.NoError(p.tb, err, line)
		point.quantiles = append(point.quantiles, q)
		point.values = append(point.values, value)
	default:
		point.value = value
	}
}

func (p *promReader) family(name string) *family {
	if f := p.families[name]; f != nil {
		return f
	}
	typ := p.types[name]
	if typ == "" || typ == "untyped" {
		typ = "unknown"
	}
	f := &family{metric: p.ms.AppendEmpty(), typ: typ}
	f.metric.SetName(name)
	f.metric.SetDescription(p.help[name])
	f.metric.Metadata().PutStr("prometheus.type", typ)
	p.families[name] = f
	p.order = append(p.order, f)
	return f
}

func (f *family) point(labels []Label) *promPoint {
	for _, p := range f.points {
		if slices.Equal(p.labels, labels) {
			return p
		}
	}
	p := &promPoint{labels: labels}
	f.points = append(f.points, p)
	return p
}

func (f *family) emit() {
	switch f.typ {
	case "counter":
		s := f.metric.SetEmptySum()
		s.SetIsMonotonic(true)
		s.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
		f.numbers(s.DataPoints())
	case "histogram":
		h := f.metric.SetEmptyHistogram()
		h.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
		for _, p := range f.points {
			dp := h.DataPoints().AppendEmpty()
			p.common(dp.Attributes())
			dp.SetTimestamp(scrapeTime)
			dp.SetSum(p.sum)
			dp.SetCount(p.count)
			dp.ExplicitBounds().FromRaw(p.bounds)
			before := uint64(0)
			for _, c := range p.cumulative {
				dp.BucketCounts().Append(c - before)
				before = c
			}
		}
	case "summary":
		for _, p := range f.points {
			dp := f.metric.SetEmptySummary().DataPoints().AppendEmpty()
			p.common(dp.Attributes())
			dp.SetTimestamp(scrapeTime)
			dp.SetSum(p.sum)
			dp.SetCount(p.count)
			for i, q := range p.quantiles {
				v := dp.QuantileValues().AppendEmpty()
				v.SetQuantile(q)
				v.SetValue(p.values[i])
			}
		}
	default:
		f.numbers(f.metric.SetEmptyGauge().DataPoints())
	}
}

func (f *family) numbers(points pmetric.NumberDataPointSlice) {
	for _, p := range f.points {
		dp := points.AppendEmpty()
		p.common(dp.Attributes())
		dp.SetTimestamp(scrapeTime)
		dp.SetDoubleValue(p.value)
	}
}

func (p *promPoint) common(attrs pcommon.Map) {
	for _, l := range p.labels {
		attrs.PutStr(l.From, l.To)
	}
}

// receiver.json is what the prometheus receiver 0.158.0 made of metrics.prom,
// without its own metrics (up, scrape_*), sorted by name, timestamps set to 1 s.
func TestReadPromMakesTheShapeOfTheReceiver(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "shape", "receiver.json"))
	require.NoError(t, err)
	md, err := (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics(want)
	require.NoError(t, err)

	got := pmetric.NewMetrics()
	sm := got.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty()
	sm.Scope().SetName("github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver")
	readProm(t, filepath.Join("testdata", "shape", "metrics.prom")).MoveAndAppendTo(sm.Metrics())
	sm.Metrics().Sort(func(a, b pmetric.Metric) bool { return a.Name() < b.Name() })

	assert.Equal(t, asJSON(t, md), asJSON(t, got))
}

func asJSON(tb testing.TB, md pmetric.Metrics) string {
	tb.Helper()
	b, err := (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
	require.NoError(tb, err)
	return string(b)
}

// render writes one sorted line per data point.
func render(ms pmetric.MetricSlice) []string {
	var lines []string
	for _, m := range ms.All() {
		add := func(attrs pcommon.Map, flags pmetric.DataPointFlags, format string, args ...any) {
			var labels []string
			for k, v := range attrs.All() {
				labels = append(labels, fmt.Sprintf("%s=%q", k, v.AsString()))
			}
			slices.Sort(labels)
			value := fmt.Sprintf(format, args...)
			if flags.NoRecordedValue() {
				value = "ended"
			}
			unit := m.Unit()
			if unit == "" {
				unit = "-"
			}
			lines = append(lines, fmt.Sprintf("%s{%s} %s %s %s", m.Name(), strings.Join(labels, ","), m.Type(), unit, value))
		}
		switch m.Type() {
		case pmetric.MetricTypeGauge:
			for _, p := range m.Gauge().DataPoints().All() {
				add(p.Attributes(), p.Flags(), "%v", number(p))
			}
		case pmetric.MetricTypeSum:
			for _, p := range m.Sum().DataPoints().All() {
				add(p.Attributes(), p.Flags(), "%v", number(p))
			}
		case pmetric.MetricTypeHistogram:
			for _, p := range m.Histogram().DataPoints().All() {
				add(p.Attributes(), p.Flags(), "count=%d sum=%v le=%v n=%v", p.Count(), p.Sum(), p.ExplicitBounds().AsRaw(), p.BucketCounts().AsRaw())
			}
		case pmetric.MetricTypeExponentialHistogram:
			for _, p := range m.ExponentialHistogram().DataPoints().All() {
				add(p.Attributes(), p.Flags(), "count=%d sum=%v scale=%d", p.Count(), p.Sum(), p.Scale())
			}
		case pmetric.MetricTypeSummary:
			for _, p := range m.Summary().DataPoints().All() {
				add(p.Attributes(), p.Flags(), "count=%d sum=%v quantiles=%d", p.Count(), p.Sum(), p.QuantileValues().Len())
			}
		case pmetric.MetricTypeEmpty:
		}
	}
	slices.Sort(lines)
	return lines
}
