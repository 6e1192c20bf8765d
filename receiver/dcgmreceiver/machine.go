// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/mode"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/plan"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/points"
)

// machine is what there is to read.
type machine struct {
	inventory *engine.Inventory
	targets   []plan.Target
	state     map[engine.Entity]*points.Target
	byKey     map[string]*points.Target
	missing   map[missingField]bool
	plan      *plan.Plan
	modes     map[string]mode.Mode
}

// missingField is a field that an entity turned out not to have.
type missingField struct {
	entity engine.Entity
	id     field.ID
}

// setMachine takes over an inventory. What is known of an entity that was there
// before stays; missing fields are asked for again.
func (r *dcgmReceiver) setMachine(ctx context.Context, inv *engine.Inventory) {
	m := &machine{
		inventory: inv, targets: plan.Targets(inv), state: map[engine.Entity]*points.Target{}, byKey: map[string]*points.Target{},
		missing: map[missingField]bool{}, modes: map[string]mode.Mode{},
	}
	for i := range m.targets {
		key := points.Key(&m.targets[i])
		var before *points.Target
		if r.machine != nil {
			before = r.machine.byKey[key]
		}
		t := r.presenter.NewTarget(m.targets[i], before)
		m.state[t.Entity], m.byKey[key] = t, t
	}
	r.machine = m
	r.resolver.set(inv)
	gpus := make([]mode.GPU, len(inv.GPUs))
	for i := range inv.GPUs {
		gpus[i] = mode.GPU{Index: uint(inv.GPUs[i].Index), UUID: inv.GPUs[i].UUID, PCIBusID: inv.GPUs[i].PCIBusID}
	}
	r.controller.SetGPUs(gpus)
	r.readModes(ctx)
	r.noteUnknown(inv)
}

// readModes notes the modes and returns the GPUs that went into incident mode.
func (r *dcgmReceiver) readModes(ctx context.Context) []*engine.GPU {
	var hot []*engine.GPU
	for i := range r.machine.inventory.GPUs {
		gpu := &r.machine.inventory.GPUs[i]
		now := r.controller.ModeOf(gpu.UUID)
		if now == mode.Incident && r.machine.modes[gpu.UUID] != mode.Incident {
			hot = append(hot, gpu)
		}
		r.machine.modes[gpu.UUID] = now
		r.telemetry.recordMode(ctx, gpu.UUID, now)
	}
	return hot
}

// watch makes the engine sample what the modes ask for.
func (r *dcgmReceiver) watch(ctx context.Context) {
	m := r.machine
	m.plan = plan.Build(m.targets, r.profiles, r.has,
		func(uuid string) bool { return m.modes[uuid] == mode.Incident })
	for _, t := range m.state {
		t.Reset()
	}
	err := r.client.Watch(ctx, m.inventory.Generation, m.plan.Watches)
	if err != nil && !r.unwatched && ctx.Err() == nil {
		r.logger.Error("DCGM does not sample everything that it was asked for, trying again", zap.Error(err))
	}
	r.unwatched = err != nil
}

// has tells whether a target has a field, as far as it is known.
func (r *dcgmReceiver) has(t *plan.Target, id field.ID) bool {
	meta, known := r.machine.inventory.Fields[id]
	if !known || !numeric(meta.Type) || !t.Has(id, meta.Level) || r.machine.missing[missingField{t.Entity, id}] {
		return false
	}
	return !id.Prof() || t.GPU == nil || t.Link != nil || t.GPU.Prof[id]
}

func numeric(t field.Type) bool { return t == field.Int || t == field.Double }

// noteUnknown logs once which fields cannot be had.
func (r *dcgmReceiver) noteUnknown(inv *engine.Inventory) {
	var unknown, texts, nowhere []string
	for _, id := range r.fields {
		switch meta, known := inv.Fields[id]; {
		case !known:
			unknown = append(unknown, r.presenter.Name(id))
		case !numeric(meta.Type):
			texts = append(texts, r.presenter.Name(id))
		case !slices.ContainsFunc(r.machine.targets, func(t plan.Target) bool { return t.Has(id, meta.Level) }):
			nowhere = append(nowhere, r.presenter.Name(id))
		}
	}
	r.once("unknown", unknown, "This version of DCGM does not know some fields", zap.String("version", inv.Version))
	r.once("texts", texts, "Fields that are no numbers cannot be metrics")
	r.once("nowhere", nowhere, "Fields that no device has which is read: only GPUs, MIG instances and, if asked for, NVSwitches and NVLinks are")
	for i := range inv.GPUs {
		gpu := &inv.GPUs[i]
		var prof []string
		for _, id := range r.fields {
			if _, known := inv.Fields[id]; known && id.Prof() && inv.Fields[id].Level != field.LevelLink && !gpu.Prof[id] {
				prof = append(prof, r.presenter.Name(id))
			}
		}
		r.once("prof "+gpu.UUID, prof, "DCGM has no profiling for some fields of a GPU: the GPU does not have it, "+
			"or the package with the profiling module is not installed", zap.String("gpu_uuid", gpu.UUID), zap.String("model", gpu.Model))
	}
}

// once logs a list of fields unless it has done so for the same cause and fields.
func (r *dcgmReceiver) once(cause string, fields []string, message string, about ...zap.Field) {
	key := fmt.Sprint(cause, fields)
	if len(fields) == 0 || r.notified[key] {
		return
	}
	r.notified[key] = true
	r.logger.Info(message, append(about, zap.Strings("fields", fields))...)
}

// drop takes fields out of the plan that entities turned out not to have.
func (r *dcgmReceiver) drop(ctx context.Context, found []missingField) {
	byTarget := map[engine.Entity][]string{}
	for _, f := range found {
		r.machine.missing[f] = true
		byTarget[f.entity] = append(byTarget[f.entity], r.presenter.Name(f.id))
	}
	for i := range r.machine.targets {
		t := &r.machine.targets[i]
		fields := byTarget[t.Entity]
		slices.Sort(fields)
		r.once("missing "+points.Key(t), fields, "Fields that this device does not have are not asked for again until the connection or the devices change",
			zap.String("device", points.Key(t)))
	}
	r.watch(ctx)
}

// migResolver knows the MIG devices of the inventory.
type migResolver struct {
	devices atomic.Pointer[map[string]gpumap.GPU]
}

func (m *migResolver) set(inv *engine.Inventory) {
	devices := map[string]gpumap.GPU{}
	for i := range inv.GPUs {
		gpu := &inv.GPUs[i]
		for _, inst := range gpu.Instances {
			if inst.UUID != "" {
				devices[inst.UUID] = gpumap.GPU{UUID: gpu.UUID, MIG: gpumap.MIG{
					UUID: inst.UUID, InstanceID: inst.Name(), Profile: inst.Profile,
				}}
			}
		}
	}
	m.devices.Store(&devices)
}

// Resolve implements gpumap.Resolver.
func (m *migResolver) Resolve(id gpumap.DeviceID) (gpumap.GPU, bool) {
	devices := m.devices.Load()
	if devices == nil {
		return gpumap.GPU{}, false
	}
	gpu, ok := (*devices)[id.MIG]
	return gpu, ok
}
