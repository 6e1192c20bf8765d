// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/gpucost"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// gpuReader reads from metrics which GPUs there are, what runs on them and what
// energy they take. It is not safe for concurrent use.
type gpuReader struct {
	meter  *gpucost.Meter
	start  time.Time
	maxGap time.Duration
	limit  int

	counters map[counterKey]*counter
	sources  map[sourceKey]string
	pods     map[string]map[gpucost.Place]time.Time // where a pod was seen last
	points   []point                                // that are read
}

type counterKey struct {
	engine string
	signal signal
	point  [16]byte
}

type counter struct {
	value     float64
	start, at pcommon.Timestamp
}

type sourceKey struct {
	engine string
	signal signal
}

func newGPUReader(meter *gpucost.Meter, cfg *Config, start time.Time) *gpuReader {
	return &gpuReader{
		meter:    meter,
		start:    start,
		maxGap:   cfg.GPU.MaxGap,
		limit:    cfg.AggregationCardinalityLimit,
		counters: map[counterKey]*counter{},
		sources:  map[sourceKey]string{},
		pods:     map[string]map[gpucost.Place]time.Time{},
	}
}

// point is a point of any metric: its value, or the sum of a histogram.
type point struct {
	signal     signal
	metric     string
	delta      bool
	labels     labelsOf
	value      float64
	at, start  pcommon.Timestamp
	attributes pcommon.Map
}

// read looks at counters first: an engine that has counters of its tokens is not
// read by its histograms.
func (r *gpuReader) read(md pmetric.Metrics, now time.Time) {
	for _, take := range []func(pcommon.Map, pmetric.Metric){r.takeNumbers, r.takeHistogram} {
		for _, rm := range md.ResourceMetrics().All() {
			for _, sm := range rm.ScopeMetrics().All() {
				for _, m := range sm.Metrics().All() {
					take(rm.Resource().Attributes(), m)
				}
			}
		}
		r.readPoints(now)
	}
}

// readPoints reads what was taken in the order of time, and where GPUs are before what
// runs on them: the order in which exporters come does not matter.
func (r *gpuReader) readPoints(now time.Time) {
	slices.SortStableFunc(r.points, func(a, b point) int { return cmp.Compare(a.at, b.at) })
	for rest := r.points; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(p point) bool { return p.at != rest[0].at })
		if n < 0 {
			n = len(rest)
		}
		for i := range rest[:n] {
			r.see(&rest[i], now)
		}
		for i := range rest[:n] {
			r.readPoint(&rest[i])
		}
		rest = rest[n:]
	}
	clear(r.points)
	r.points = r.points[:0]
}

func (r *gpuReader) takeNumbers(resource pcommon.Map, m pmetric.Metric) {
	var points pmetric.NumberDataPointSlice
	delta := false
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		points = m.Gauge().DataPoints()
	case pmetric.MetricTypeSum:
		points = m.Sum().DataPoints()
		delta = m.Sum().AggregationTemporality() == pmetric.AggregationTemporalityDelta
	default:
		return
	}
	for _, dp := range points.All() {
		if dp.Flags().NoRecordedValue() || dp.Timestamp() == 0 {
			continue
		}
		value := dp.DoubleValue()
		if dp.ValueType() == pmetric.NumberDataPointValueTypeInt {
			value = float64(dp.IntValue())
		}
		r.points = append(r.points, point{
			signals[m.Name()], m.Name(), delta,
			labelsOf{dp.Attributes(), resource},
			value, dp.Timestamp(), dp.StartTimestamp(),
			dp.Attributes(),
		})
	}
}

func (r *gpuReader) takeHistogram(resource pcommon.Map, m pmetric.Metric) {
	if m.Type() != pmetric.MetricTypeHistogram {
		return
	}
	delta := m.Histogram().AggregationTemporality() == pmetric.AggregationTemporalityDelta
	for _, dp := range m.Histogram().DataPoints().All() {
		if !dp.Flags().NoRecordedValue() && dp.Timestamp() > 0 && dp.HasSum() {
			r.points = append(r.points, point{
				signals[m.Name()], m.Name(), delta,
				labelsOf{dp.Attributes(), resource},
				dp.Sum(), dp.Timestamp(), dp.StartTimestamp(),
				dp.Attributes(),
			})
		}
	}
}

func (r *gpuReader) readPoint(p *point) {
	sig, labels, value, at := p.signal, p.labels, p.value, p.at.AsTime()
	if sig == presence {
		return
	}
	places := r.places(p)
	if len(places) == 0 {
		return
	}
	engine := labels.first(engineKeys)
	if sig == energyJoules || sig == energyMillijoules {
		engine = places[0].UUID
	}
	// A metric may come under its own and under the processor's name.
	source := sourceKey{engine, sig.told()}
	if r.sources[source] == "" && len(r.sources) < r.bound() {
		r.sources[source] = p.metric
	}
	if r.sources[source] != p.metric {
		return
	}
	model := labels.first(modelKeys)
	counter := p.counter(engine)
	if sig == running {
		// Each rank of an engine tells of its own requests.
		rank := string(counter.point[:])
		for _, place := range places {
			r.meter.Running(place, engine+" "+model+" "+rank, model, value, at)
		}
		return
	}
	added := r.added(counter, *p)
	switch sig {
	case promptTokens, promptTokensOfRequests:
		r.meter.Tokens(places, engine+" "+model, model, whole(added), 0, at)
	case generationTokens, generationTokensOfRequests:
		r.meter.Tokens(places, engine+" "+model, model, 0, whole(added), at)
	case energyJoules:
		r.addEnergy(places[0].UUID, added*1000, at)
	case energyMillijoules:
		r.addEnergy(places[0].UUID, added, at)
	}
}

func (r *gpuReader) addEnergy(uuid string, millijoules float64, at time.Time) {
	if millijoules > 0 {
		r.meter.Energy(uuid, whole(millijoules), at)
	}
}

func (r *gpuReader) bound() int { return 16 * r.limit }

// whole returns the nearest count below 2^53.
func whole(v float64) uint64 { return uint64(math.Round(min(v, 1<<53))) }

// place is where a point says that it is, and whether it does.
func (p *point) place() (on gpucost.Place, ok bool) {
	uuid := p.labels.first(uuidKeys)
	if uuid == "" && strings.HasPrefix(p.metric, "DCGM_FI_") {
		uuid = p.labels.first(exporterUUIDKeys)
	}
	return gpucost.Place{UUID: uuid, Instance: p.labels.first(instanceKeys)}, uuid != ""
}

// see notes that the GPU that a point names was there, and the pods on it.
func (r *gpuReader) see(p *point, now time.Time) {
	on, ok := p.place()
	if !ok {
		return
	}
	labels, at := p.labels, p.at.AsTime()
	r.meter.Seen(pricebook.GPU{
		UUID: on.UUID, Node: labels.first(nodeKeys), Pool: labels.first(poolKeys), Model: labels.first(gpuModelKeys),
	}, on.Instance, labels.first(profileKeys), at, now)
	for _, pod := range labels.pods() {
		r.notePod(pod, on, at)
	}
}

// places are the GPUs that a point is about: those it names, or those of its pod.
func (r *gpuReader) places(p *point) []gpucost.Place {
	if on, ok := p.place(); ok {
		return []gpucost.Place{on}
	}
	var found []gpucost.Place
	for _, uuid := range p.labels.list(semconv.GPUUUIDs) {
		found = append(found, gpucost.Place{UUID: uuid})
	}
	for _, pod := range p.labels.pods() {
		if found != nil {
			break
		}
		for on, seen := range r.pods[pod] {
			if p.at.AsTime().Sub(seen) <= r.maxGap {
				found = append(found, on)
			}
		}
	}
	return found
}

func (r *gpuReader) notePod(pod string, on gpucost.Place, at time.Time) {
	if len(r.pods) >= r.bound() && r.pods[pod] == nil {
		return
	}
	if r.pods[pod] == nil {
		r.pods[pod] = map[gpucost.Place]time.Time{}
	}
	r.pods[pod][on] = at
}

// added returns what a counter counted since its last point. The first point of
// a counter that began before the connector is where counting begins.
func (r *gpuReader) added(key counterKey, p point) float64 {
	value := p.value
	if math.IsNaN(value) || math.IsInf(value, 0) || value < 0 {
		return 0
	}
	c := r.counters[key]
	if c == nil {
		if len(r.counters) >= r.bound() {
			return 0
		}
		r.counters[key] = &counter{value, p.start, p.at}
		if p.delta || p.knowsStart() && p.start.AsTime().After(r.start) {
			return value
		}
		return 0
	}
	if p.at <= c.at {
		return 0 // late, or again
	}
	added := value - c.value
	if p.delta || added < 0 || p.knowsStart() && p.start > c.start && c.start != 0 {
		added = value // nothing of it was counted
	}
	*c = counter{value, p.start, p.at}
	return added
}

// knowsStart is false if the point begins at its own time, which is how those that
// found a counter running write that they do not know since when.
func (p *point) knowsStart() bool { return p.start < p.at }
