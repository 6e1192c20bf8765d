// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math"
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
	pods     map[string]map[place]time.Time // where a pod was seen last
}

// place is a GPU or a MIG instance of it.
type place struct{ uuid, instance string }

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
		pods:     map[string]map[place]time.Time{},
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
	for _, histograms := range []bool{false, true} {
		for _, rm := range md.ResourceMetrics().All() {
			for _, sm := range rm.ScopeMetrics().All() {
				for _, m := range sm.Metrics().All() {
					if histograms {
						r.readHistogram(rm.Resource().Attributes(), m, now)
					} else {
						r.readNumbers(rm.Resource().Attributes(), m, now)
					}
				}
			}
		}
	}
}

func (r *gpuReader) readNumbers(resource pcommon.Map, m pmetric.Metric, now time.Time) {
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
		r.readPoint(point{
			signals[m.Name()], m.Name(), delta,
			labelsOf{dp.Attributes(), resource},
			value, dp.Timestamp(), dp.StartTimestamp(),
			dp.Attributes(),
		}, now)
	}
}

func (r *gpuReader) readHistogram(resource pcommon.Map, m pmetric.Metric, now time.Time) {
	if m.Type() != pmetric.MetricTypeHistogram {
		return
	}
	delta := m.Histogram().AggregationTemporality() == pmetric.AggregationTemporalityDelta
	for _, dp := range m.Histogram().DataPoints().All() {
		if !dp.Flags().NoRecordedValue() && dp.Timestamp() > 0 && dp.HasSum() {
			r.readPoint(point{
				signals[m.Name()], m.Name(), delta,
				labelsOf{dp.Attributes(), resource},
				dp.Sum(), dp.Timestamp(), dp.StartTimestamp(),
				dp.Attributes(),
			}, now)
		}
	}
}

func (r *gpuReader) readPoint(p point, now time.Time) {
	sig, labels, value := p.signal, p.labels, p.value
	at := p.at.AsTime()
	places := r.places(p.metric, labels, at, now)
	if len(places) == 0 || sig == presence {
		return
	}
	engine := labels.first(engineKeys)
	if sig == energyJoules || sig == energyMillijoules {
		engine = places[0].uuid
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
	if sig == running {
		for _, p := range places {
			r.meter.Running(p.uuid, p.instance, engine+" "+model, model, value, at)
		}
		return
	}
	added := r.added(p.counter(engine), p)
	if added == 0 {
		return
	}
	uuids := make([]string, len(places))
	for i, p := range places {
		uuids[i] = p.uuid
	}
	switch sig {
	case promptTokens, promptTokensOfRequests:
		r.meter.Tokens(uuids, places[0].instance, engine+" "+model, model, whole(added), 0)
	case generationTokens, generationTokensOfRequests:
		r.meter.Tokens(uuids, places[0].instance, engine+" "+model, model, 0, whole(added))
	case energyJoules:
		r.meter.Energy(uuids[0], whole(added*1000), at)
	case energyMillijoules:
		r.meter.Energy(uuids[0], whole(added), at)
	}
}

func (r *gpuReader) bound() int { return 16 * r.limit }

// whole returns the nearest count below 2^53.
func whole(v float64) uint64 { return uint64(math.Round(min(v, 1<<53))) }

// places are the GPUs that a point is about: those it names, or those of its pod.
func (r *gpuReader) places(metric string, labels labelsOf, at, now time.Time) []place {
	uuid, pods := labels.first(uuidKeys), labels.pods()
	if uuid == "" && strings.HasPrefix(metric, "DCGM_FI_") {
		uuid = labels.first(exporterUUIDKeys)
	}
	if uuid != "" {
		p := place{uuid, labels.first(instanceKeys)}
		r.meter.Seen(pricebook.GPU{
			UUID: uuid, Node: labels.first(nodeKeys), Pool: labels.first(poolKeys), Model: labels.first(gpuModelKeys),
		}, p.instance, labels.first(profileKeys), at, now)
		for _, pod := range pods {
			r.notePod(pod, p, at)
		}
		return []place{p}
	}
	var found []place
	for _, uuid := range labels.list(semconv.GPUUUIDs) {
		found = append(found, place{uuid: uuid})
	}
	for _, pod := range pods {
		if found != nil {
			break
		}
		for p, seen := range r.pods[pod] {
			if at.Sub(seen) <= r.maxGap {
				found = append(found, p)
			}
		}
	}
	return found
}

func (r *gpuReader) notePod(pod string, p place, at time.Time) {
	if len(r.pods) >= r.bound() && r.pods[pod] == nil {
		return
	}
	if r.pods[pod] == nil {
		r.pods[pod] = map[place]time.Time{}
	}
	r.pods[pod][p] = at
}

// added returns what a counter counted since its last point. The first point of
// a counter that began before the connector is where counting begins.
func (r *gpuReader) added(key counterKey, p point) float64 {
	value := p.value
	if math.IsNaN(value) || math.IsInf(value, 0) || value < 0 {
		return 0
	}
	if p.delta {
		return value
	}
	c := r.counters[key]
	if c == nil {
		if len(r.counters) >= r.bound() {
			return 0
		}
		r.counters[key] = &counter{value, p.start, p.at}
		if p.start.AsTime().After(r.start) {
			return value
		}
		return 0
	}
	if p.at <= c.at {
		return 0 // late
	}
	added := value - c.value
	if added < 0 || p.start > c.start && c.start != 0 {
		added = value // began anew
	}
	*c = counter{value, p.start, p.at}
	return added
}
