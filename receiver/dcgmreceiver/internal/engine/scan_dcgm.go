// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package engine

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/NVIDIA/go-dcgm/pkg/dcgm"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

func (*dcgmDriver) signature() (string, error) {
	var b strings.Builder
	gpus, err := dcgm.GetSupportedDevices()
	if err != nil {
		return "", classify(err)
	}
	for _, id := range gpus {
		// The profiling module may be loaded later than the engine.
		fmt.Fprintf(&b, "gpu %d %d %d\n", id, dcgm.GetGPUStatus(id), len(profFields(id)))
	}
	// A GPU that is not in MIG mode has no hierarchy, and an engine without MIG
	// returns an error.
	if mig, err := dcgm.GetGPUInstanceHierarchy(); err == nil {
		for _, e := range mig.EntityList[:mig.Count] {
			fmt.Fprintf(&b, "mig %d %d %s %d\n", e.Entity.EntityGroupId, e.Entity.EntityId, e.Info.GpuUuid, e.Info.NvmlInstanceId)
		}
	}
	switches, _ := dcgm.GetEntityGroupEntities(dcgm.FE_SWITCH)
	fmt.Fprintf(&b, "switches %v\n", switches)
	return b.String(), nil
}

func (d *dcgmDriver) scan(fields []field.ID, parts Parts) (*Inventory, error) {
	inv := &Inventory{Fields: map[field.ID]Meta{}}
	version, err := dcgm.GetHostengineVersionInfo()
	if err != nil {
		return nil, classify(err)
	}
	inv.Version = versionOf(version.RawBuildInfoString)
	ids, err := dcgm.GetSupportedDevices()
	if err != nil {
		return nil, classify(err)
	}
	for _, id := range ids {
		switch dcgm.GetGPUStatus(id) {
		// Unknown is what the binding returns for an error, and DCGM for a GPU that
		// nobody has asked about yet. Fake GPUs are for tests.
		case dcgm.EntityStatusOk, dcgm.EntityStatusUnknown, dcgm.EntityStatusFake:
			inv.GPUs = append(inv.GPUs, GPU{Index: entityID(id), Prof: profFields(id)})
		default:
			inv.Lost = append(inv.Lost, entityID(id))
		}
	}
	d.addInstances(inv)
	if err := d.identify(inv); err != nil {
		return nil, err
	}
	if parts.Switches || parts.Links {
		addSwitches(inv, parts)
	}
	for _, id := range fields {
		if meta, err := dcgm.FieldGetByID(dcgm.Short(id)); err == nil {
			inv.Fields[id] = Meta{Type: field.Type(meta.FieldType), Level: levelOf(meta.EntityLevel)}
		}
	}
	return inv, nil
}

// profFields returns the profiling fields of a GPU: none without the profiling
// module, or on a consumer GPU.
func profFields(gpu uint) map[field.ID]bool {
	groups, err := dcgm.GetSupportedMetricGroups(gpu)
	if err != nil {
		return nil
	}
	ids := map[field.ID]bool{}
	for _, g := range groups {
		for _, id := range g.FieldIds {
			if id <= math.MaxUint16 {
				ids[field.ID(id)] = true
			}
		}
	}
	return ids
}

// addInstances adds the GPU instances of MIG. Compute instances are not told
// apart: dcgm-exporter does not either, and their memory is that of the instance.
func (*dcgmDriver) addInstances(inv *Inventory) {
	mig, err := dcgm.GetGPUInstanceHierarchy()
	if err != nil {
		return
	}
	for _, e := range mig.EntityList[:mig.Count] {
		if e.Entity.EntityGroupId != dcgm.FE_GPU_I || e.Parent.EntityGroupId != dcgm.FE_GPU {
			continue
		}
		i := slices.IndexFunc(inv.GPUs, func(g GPU) bool { return g.Index == entityID(e.Parent.EntityId) })
		if i < 0 {
			continue
		}
		inv.GPUs[i].Instances = append(inv.GPUs[i].Instances, Instance{
			Entity: Entity{field.LevelInstance, entityID(e.Entity.EntityId)},
			ID:     entityID(e.Info.NvmlInstanceId),
			slices: e.Info.NvmlProfileSlices,
		})
	}
}

// identityFields are watched for a moment to learn who the devices are.
var identityFields = []field.ID{field.DriverVersion, field.GPUName, field.Serial, field.UUID, field.PCIBusID, field.FBTotal}

// identify reads the names and UUIDs. Those of instances exist as fields only;
// those of GPUs are fields, too, in case the attributes cannot be read.
func (d *dcgmDriver) identify(inv *Inventory) error {
	var entities []Entity
	for i := range inv.GPUs {
		gpu := &inv.GPUs[i]
		err := readAttributes(gpu)
		if errors.Is(err, errConnection) {
			return err
		}
		if err != nil {
			inv.Faults = append(inv.Faults, fmt.Errorf("attributes of GPU %d: %w", gpu.Index, err))
		}
		if gpu.UUID == "" || len(gpu.Instances) > 0 {
			entities = append(entities, gpu.Entity())
		}
		for _, inst := range gpu.Instances {
			entities = append(entities, inst.Entity)
		}
	}
	if len(entities) == 0 {
		return nil
	}
	texts, memory, err := d.readOnce(entities)
	if err != nil {
		return err
	}
	for i := range inv.GPUs {
		gpu := &inv.GPUs[i]
		e := gpu.Entity()
		if gpu.UUID == "" {
			gpu.UUID, gpu.Model = texts[fieldOf{e, field.UUID}], texts[fieldOf{e, field.GPUName}]
			gpu.PCIBusID, gpu.Serial = texts[fieldOf{e, field.PCIBusID}], texts[fieldOf{e, field.Serial}]
			gpu.Driver = texts[fieldOf{e, field.DriverVersion}]
		}
		if gpu.UUID == "" {
			return fmt.Errorf("GPU %d has no UUID yet", gpu.Index)
		}
		for j := range gpu.Instances {
			inst := &gpu.Instances[j]
			inst.identify(texts[fieldOf{inst.Entity, field.UUID}], texts[fieldOf{inst.Entity, field.GPUName}],
				memory[inst.Entity], memory[e], gpu.Model)
			inv.incomplete = inv.incomplete || inst.Profile == ""
		}
	}
	return nil
}

// identify fills in the UUID and the profile. On a GPU that tells its own name for
// an instance, the profile is derived from the memory of both, in MiB.
func (i *Instance) identify(uuid, name string, memory, total int64, model string) {
	if strings.HasPrefix(uuid, "MIG-") {
		i.UUID = uuid
	}
	if strings.Contains(name, "g.") && name != model {
		i.Profile = strings.TrimPrefix(name, "MIG ")
		return
	}
	i.Profile = profileName(i.slices, memory, total)
}

type fieldOf struct {
	Entity

	id field.ID
}

func (d *dcgmDriver) readOnce(entities []Entity) (texts map[fieldOf]string, memory map[Entity]int64, err error) {
	name := handleName()
	group, err := d.createEntities(name, entities)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, d.destroyEntities(group)) }()
	fields, err := d.createFields(name, identityFields)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, d.destroyFields(fields)) }()
	if err := d.watch(group, fields, time.Hour, 0); err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, d.unwatch(group, fields)) }()

	texts, memory = map[fieldOf]string{}, map[Entity]int64{}
	for chunk := range slices.Chunk(entities, maxValuesPerCall/len(identityFields)) {
		d.arguments(chunk, identityFields)
		values, err := dcgm.EntitiesGetLatestValues(d.pairs, d.ids, 0)
		if err != nil {
			return nil, nil, classify(err)
		}
		for i := range values {
			v := &values[i]
			e := Entity{levelOf(v.EntityGroupId), entityID(v.EntityID)}
			id := field.ID(v.FieldID)
			if v.StringValue != nil {
				if text := *v.StringValue; v.Status == dcgm.DCGM_ST_OK && !strings.HasPrefix(text, "<<<") {
					texts[fieldOf{e, id}] = text
				}
				continue
			}
			if value := valueOf(v); id == field.FBTotal && value.Absent() == Present {
				memory[e] = value.Int
			}
		}
	}
	return texts, memory, nil
}

func addSwitches(inv *Inventory, parts Parts) {
	if parts.Switches {
		ids, err := dcgm.GetEntityGroupEntities(dcgm.FE_SWITCH)
		if err != nil {
			inv.Faults = append(inv.Faults, fmt.Errorf("list NVSwitches: %w", err))
		}
		for _, id := range ids {
			inv.Switches = append(inv.Switches, entityID(id))
		}
	}
	if !parts.Links {
		return
	}
	// Engines older than DCGM 4.6 do not know this version of the request.
	links, err := dcgm.GetNvLinkLinkStatus()
	if err != nil {
		inv.Faults = append(inv.Faults, fmt.Errorf("list NVLinks: %w", err))
		return
	}
	for _, l := range links {
		if l.State != dcgm.LS_UP || l.ParentId > math.MaxUint8 || l.Index > math.MaxUint16 {
			continue
		}
		// dcgm_link_t: type, index (2 bytes), id of the parent.
		id := uint32(l.ParentType) | uint32(l.Index)<<8 | uint32(l.ParentId)<<24 //nolint:gosec // checked above
		inv.Links = append(inv.Links, Link{
			Entity: Entity{field.LevelLink, id},
			Parent: Entity{levelOf(l.ParentType), entityID(l.ParentId)},
			Index:  entityID(l.Index),
		})
	}
}

// versionOf takes the version out of "version:4.6.0;arch:x86_64;...".
func versionOf(raw string) string {
	for part := range strings.SplitSeq(raw, ";") {
		if v, ok := strings.CutPrefix(part, "version:"); ok {
			return v
		}
	}
	return "unknown"
}

// profileName makes up the name of a MIG profile as NVIDIA does: the slices, and
// the memory as eighths of that of the GPU in whole GiB. Sizes are in MiB; empty
// if one is unknown.
func profileName(slices uint, memory, total int64) string {
	if slices == 0 || memory <= 0 || total <= 0 {
		return ""
	}
	eighths := math.Ceil(float64(memory) / float64(total) * 8)
	gib := math.Ceil(float64(total) / 1024)
	return fmt.Sprintf("%dg.%dgb", slices, int(math.Round(eighths/8*gib)))
}
