// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"math"
	"strings"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatautil"
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

// signal is what a metric tells.
type signal uint8

const (
	presence signal = iota // only that the GPU is there
	running
	promptTokens
	generationTokens
	energyJoules
	energyMillijoules
)

// signals by metric name: of the genai processor, and of engines and DCGM
// exporters that are scraped without it.
var signals = map[string]signal{
	"inference.engine.requests.running":    running,
	"vllm:num_requests_running":            running,
	"inference.engine.prompt_tokens":       promptTokens,
	"vllm:prompt_tokens_total":             promptTokens,
	"vllm:prompt_tokens":                   promptTokens,
	"inference.engine.generation_tokens":   generationTokens,
	"vllm:generation_tokens_total":         generationTokens,
	"vllm:generation_tokens":               generationTokens,
	"hw.energy":                            energyJoules,
	"DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION": energyMillijoules,
}

// Attributes in the order in which they are looked for, on the point and then on
// the resource.
var (
	uuidKeys = []string{semconv.GPUUUID}
	// Anything may have a UUID, so that name is only read from DCGM's metrics.
	exporterUUIDKeys = []string{"UUID"}
	instanceKeys     = []string{semconv.GPUMIGInstanceID, "GPU_I_ID"}
	profileKeys      = []string{semconv.GPUMIGProfile, "GPU_I_PROFILE"}
	gpuModelKeys     = []string{"hw.model", "hw.name", "modelName"}
	nodeKeys         = []string{"k8s.node.name", "host.name", "hostname", "Hostname"}
	poolKeys         = []string{"gpu.pool"}
	podKeys          = []string{"k8s.pod.uid"}
	modelKeys        = []string{semconv.RequestModel, "model_name", "model"}
	engineKeys       = []string{"service.instance.id", "k8s.pod.uid", "instance"}
)

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

func (r *gpuReader) read(md pmetric.Metrics, now time.Time) {
	for _, rm := range md.ResourceMetrics().All() {
		for _, sm := range rm.ScopeMetrics().All() {
			for _, m := range sm.Metrics().All() {
				r.readMetric(rm.Resource().Attributes(), m, now)
			}
		}
	}
}

func (r *gpuReader) readMetric(resource pcommon.Map, m pmetric.Metric, now time.Time) {
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
	sig := signals[m.Name()]
	for _, dp := range points.All() {
		if !dp.Flags().NoRecordedValue() && dp.Timestamp() > 0 {
			r.readPoint(sig, m.Name(), delta, labelsOf{dp.Attributes(), resource}, dp, now)
		}
	}
}

func (r *gpuReader) readPoint(sig signal, name string, delta bool, labels labelsOf, dp pmetric.NumberDataPoint, now time.Time) {
	at := dp.Timestamp().AsTime()
	places := r.places(name, labels, at, now)
	if len(places) == 0 || sig == presence {
		return
	}
	value := dp.DoubleValue()
	if dp.ValueType() == pmetric.NumberDataPointValueTypeInt {
		value = float64(dp.IntValue())
	}
	engine := labels.first(engineKeys)
	if sig == energyJoules || sig == energyMillijoules {
		engine = places[0].uuid
	}
	// A metric may come under its own and under the processor's name.
	source := sourceKey{engine, sig}
	if r.sources[source] == "" && len(r.sources) < r.bound() {
		r.sources[source] = name
	}
	if r.sources[source] != name {
		return
	}
	model := labels.first(modelKeys)
	if sig == running {
		for _, p := range places {
			r.meter.Running(p.uuid, p.instance, engine+" "+model, model, value, at)
		}
		return
	}
	added := r.added(counterKey{engine, sig, pdatautil.MapHash(dp.Attributes())}, value, delta, dp)
	if added == 0 {
		return
	}
	uuids := make([]string, len(places))
	for i, p := range places {
		uuids[i] = p.uuid
	}
	switch sig {
	case promptTokens:
		r.meter.Tokens(uuids, places[0].instance, engine+" "+model, model, whole(added), 0)
	case generationTokens:
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
	uuid, pod := labels.first(uuidKeys), labels.first(podKeys)
	if uuid == "" && strings.HasPrefix(metric, "DCGM_FI_") {
		uuid = labels.first(exporterUUIDKeys)
	}
	if uuid != "" {
		p := place{uuid, labels.first(instanceKeys)}
		r.meter.Seen(pricebook.GPU{
			UUID: uuid, Node: labels.first(nodeKeys), Pool: labels.first(poolKeys), Model: labels.first(gpuModelKeys),
		}, p.instance, labels.first(profileKeys), at, now)
		r.notePod(pod, p, at)
		return []place{p}
	}
	var found []place
	for _, uuid := range labels.list(semconv.GPUUUIDs) {
		found = append(found, place{uuid: uuid})
	}
	if found == nil && pod != "" {
		for p, seen := range r.pods[pod] {
			if at.Sub(seen) <= r.maxGap {
				found = append(found, p)
			}
		}
	}
	return found
}

func (r *gpuReader) notePod(pod string, p place, at time.Time) {
	if pod == "" || len(r.pods) >= r.bound() && r.pods[pod] == nil {
		return
	}
	if r.pods[pod] == nil {
		r.pods[pod] = map[place]time.Time{}
	}
	r.pods[pod][p] = at
}

// added returns what a counter counted since its last point. The first point of
// a counter that began before the connector is where counting begins.
func (r *gpuReader) added(key counterKey, value float64, delta bool, dp pmetric.NumberDataPoint) float64 {
	if math.IsNaN(value) || math.IsInf(value, 0) || value < 0 {
		return 0
	}
	if delta {
		return value
	}
	c := r.counters[key]
	if c == nil {
		if len(r.counters) >= r.bound() {
			return 0
		}
		r.counters[key] = &counter{value, dp.StartTimestamp(), dp.Timestamp()}
		if dp.StartTimestamp().AsTime().After(r.start) {
			return value
		}
		return 0
	}
	if dp.Timestamp() <= c.at {
		return 0 // late
	}
	added := value - c.value
	if added < 0 || dp.StartTimestamp() > c.start && c.start != 0 {
		added = value // began anew
	}
	*c = counter{value, dp.StartTimestamp(), dp.Timestamp()}
	return added
}

// labelsOf a point are its own attributes before those of its resource.
type labelsOf struct{ point, resource pcommon.Map }

// first returns the first of the attributes that is set, or "".
func (l labelsOf) first(keys []string) string {
	for _, m := range []pcommon.Map{l.point, l.resource} {
		for _, key := range keys {
			if v, ok := m.Get(key); ok {
				if s := v.AsString(); s != "" && len(s) <= maxLabelLength {
					return strings.Clone(s)
				}
			}
		}
	}
	return ""
}

// maxLabelLength keeps broken labels out of the state.
const maxLabelLength = 256

func (l labelsOf) list(key string) []string {
	for _, m := range []pcommon.Map{l.point, l.resource} {
		if v, ok := m.Get(key); ok && v.Type() == pcommon.ValueTypeSlice {
			var all []string
			for _, item := range v.Slice().All() {
				all = append(all, item.AsString())
			}
			return all
		}
	}
	return nil
}
