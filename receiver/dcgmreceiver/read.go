// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/points"
)

// readDue reads the profiles whose time has come.
func (r *dcgmReceiver) readDue(ctx context.Context) {
	if r.machine == nil || r.state.Inventory == nil {
		return
	}
	now := time.Now()
	var found []missingField
	if p := r.machine.plan; !r.schedule.steady.IsZero() && !now.Before(r.schedule.steady) {
		r.setOwners()
		if r.unwatched {
			r.watch(ctx)
		}
		missing, newest := r.read(ctx, p.Steady, r.profiles.SteadyInterval, true)
		r.schedule.steady = after(time.Now(), newest, r.profiles.SteadyInterval)
		found = append(found, missing...)
	}
	if p := r.machine.plan; !r.schedule.incident.IsZero() && !now.Before(r.schedule.incident) {
		r.schedule.incident = time.Time{}
		if len(p.Incident) > 0 {
			missing, newest := r.read(ctx, p.Incident, r.profiles.IncidentInterval, false)
			r.schedule.incident = after(time.Now(), newest, r.profiles.IncidentInterval)
			found = append(found, missing...)
		}
	}
	if len(found) > 0 && r.client.State().Inventory != nil {
		r.drop(ctx, found)
	}
}

// read reads the newest values, emits those that are new, and returns the fields
// that turned out to be missing and the time of the newest sample.
func (r *dcgmReceiver) read(ctx context.Context, queries []engine.Query, interval time.Duration, steady bool) ([]missingField, int64) {
	if len(queries) == 0 {
		return nil, 0
	}
	begin := time.Now()
	values, err := r.client.Latest(ctx, queries, r.values[:0])
	if ctx.Err() != nil || errors.Is(err, engine.ErrDown) {
		r.values = nil
		return nil, 0
	}
	r.telemetry.recordRead(ctx, time.Since(begin), err)
	r.values = values // nil after an error: the call may still write to the old ones
	if err != nil {
		r.logger.Debug("Read failed", zap.Error(err))
		return nil, 0
	}
	reader := &points.Reader{Interval: interval, Newest: points.Newest(values), Window: r.profiles.PreTrigger}
	r.newest = max(r.newest, reader.Newest)
	if r.started == 0 {
		r.started = r.newest
	}
	batch := r.newBatch()
	var missing []missingField
	var samples []mode.Sample
	for i := range values {
		v := &values[i]
		t := r.machine.state[v.Entity]
		if t == nil {
			continue
		}
		if v.Field == field.XID {
			samples = r.addXIDs(ctx, reader, batch, t, v, samples)
			continue
		}
		isNew, why := reader.Add(batch, t, v)
		switch {
		case why == engine.NotSupported:
			missing = append(missing, missingField{v.Entity, v.Field})
		case why == engine.NoPermission:
			r.once("permission", []string{r.presenter.Name(v.Field)}, "The engine may not read some fields: "+
				"it needs CAP_SYS_ADMIN, or the driver the option NVreg_RestrictProfilingToAdminUsers=0")
		case isNew:
			samples = r.observe(samples, t, v)
		}
	}
	if steady {
		for _, t := range r.machine.state {
			if t.Instance == nil && t.Link == nil && t.GPU != nil {
				reader.RepeatXIDs(batch, t, r.started)
			}
		}
	}
	r.controller.Observe(samples)
	r.emit(ctx, reader, batch)
	return missing, reader.Newest
}

// addXIDs emits the XIDs since the last read. Between two reads there may have
// been several.
func (r *dcgmReceiver) addXIDs(ctx context.Context, reader *points.Reader, batch *points.Batch, t *points.Target, v *engine.Value, samples []mode.Sample) []mode.Sample {
	from, isNew := t.XIDSince(v, r.started)
	if !isNew {
		return samples
	}
	events, err := r.client.Since(ctx, t.Set, []field.ID{field.XID}, time.UnixMicro(from))
	if err != nil || len(events) == 0 {
		events = []engine.Value{*v}
	}
	before := reader.Newest - reader.Interval.Microseconds()
	reader.AddXIDs(batch, t, events, r.started, before)
	for i := range events {
		samples = r.observe(samples, t, &events[i])
	}
	return samples
}

// observe appends what the rules shall see.
func (r *dcgmReceiver) observe(samples []mode.Sample, t *points.Target, v *engine.Value) []mode.Sample {
	if t.GPU == nil || t.Link != nil {
		return samples
	}
	for _, name := range r.wanted[v.Field] {
		sample := mode.Sample{UUID: t.GPU.UUID, Field: name, Value: v.Float(), At: v.At()}
		if t.Instance != nil {
			sample.Instance = t.Instance.Name()
		}
		samples = append(samples, sample)
	}
	return samples
}

// modesChanged watches the GPUs whose mode has changed anew, and emits what the
// flight recorder has of those that went into incident mode.
func (r *dcgmReceiver) modesChanged(ctx context.Context) {
	if r.machine == nil || r.state.Inventory == nil {
		return
	}
	hot := r.readModes(ctx)
	if r.profiles.PreTrigger > 0 {
		for _, gpu := range hot {
			r.flush(ctx, gpu)
		}
	}
	// The last samples at the old interval, before their watches end.
	if p := r.machine.plan; len(p.Incident) > 0 {
		r.read(ctx, p.Incident, r.profiles.IncidentInterval, false)
	}
	r.watch(ctx)
	r.schedule.now()
}

// flush emits the samples of the incident profile that were taken before the
// incident and have not been emitted.
func (r *dcgmReceiver) flush(ctx context.Context, gpu *engine.GPU) {
	reader := &points.Reader{Interval: r.profiles.IncidentInterval, Window: r.profiles.PreTrigger}
	batch := r.newBatch()
	from := time.UnixMicro(r.newest).Add(-r.profiles.PreTrigger)
	n := 0
	for _, set := range r.setsOf(gpu) {
		values, err := r.client.Since(ctx, set, r.profiles.Incident, from)
		if err != nil {
			r.logger.Error("Samples from before the incident cannot be read", zap.String("gpu_uuid", gpu.UUID), zap.Error(err))
			continue
		}
		n += reader.AddHistory(batch, r.machine.state, values)
	}
	r.emit(ctx, reader, batch)
	r.logger.Info("Samples from before the incident emitted", zap.String("gpu_uuid", gpu.UUID), zap.Int("samples", n))
}

// setsOf returns the sets of a GPU and its instances.
func (r *dcgmReceiver) setsOf(gpu *engine.GPU) []string {
	var sets []string
	for i := range r.machine.targets {
		t := &r.machine.targets[i]
		if t.GPU == gpu && t.Link == nil && (len(sets) == 0 || sets[len(sets)-1] != t.Set) {
			sets = append(sets, t.Set)
		}
	}
	return sets
}

// setOwners asks who holds the GPUs now.
func (r *dcgmReceiver) setOwners() {
	if r.pods == nil {
		return
	}
	for _, t := range r.machine.state {
		if gpu, ok := t.Owner(); ok {
			t.SetOwners(r.pods.Owners(gpu))
		}
	}
}

func (r *dcgmReceiver) newBatch() *points.Batch {
	return r.presenter.NewBatch(r.resource, metadata.ScopeName, r.settings.BuildInfo.Version)
}

// emit hands the points on.
func (r *dcgmReceiver) emit(ctx context.Context, reader *points.Reader, batch *points.Batch) {
	r.telemetry.recordSamples(ctx, reader)
	metrics := batch.Metrics()
	n := metrics.DataPointCount()
	if n == 0 {
		return
	}
	op := r.obsreport.StartMetricsOp(ctx)
	err := r.next.ConsumeMetrics(op, metrics)
	r.obsreport.EndMetricsOp(op, metadata.Type.String(), n, err)
	if err != nil && !r.refused && ctx.Err() == nil {
		r.logger.Warn("Points were refused and are lost; the next refusals are only counted", zap.Int("points", n), zap.Error(err))
	}
	r.refused = err != nil
}
