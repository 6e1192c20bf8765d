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

// maxValuesPerCall bounds the memory for the values of one call to 4 MiB.
const maxValuesPerCall = 1024

// dcgmDriver calls DCGM through go-dcgm. Only functions that every DCGM 4 has
// are used: calling one that the installed library lacks ends the process. It
// never reads with the flag DCGM_FV_FLAG_LIVE_DATA, which crashes nv-hostengine
// 4.6.0 for profiling fields, and so not dcgm.GetDeviceInfo either.
type dcgmDriver struct {
	pairs  []dcgm.GroupEntityPair
	ids    []dcgm.Short
	reader latestReader
}

func newDriver() (driver, error) { return &dcgmDriver{}, nil }

func (d *dcgmDriver) connect(e Endpoint) error {
	var err error
	switch {
	case e.Embedded:
		_, err = dcgm.Init(dcgm.Embedded)
	case e.Unix():
		_, err = dcgm.Init(dcgm.Standalone, e.Address, "1")
	default:
		_, err = dcgm.Init(dcgm.Standalone, e.Address, "0")
	}
	if err != nil && strings.Contains(err.Error(), "libdcgm.so.4") {
		return fmt.Errorf("%w: install DCGM 4 (package datacenter-gpu-manager-4-core) where the loader finds it", err)
	}
	if err != nil {
		return err
	}
	if err := d.reader.open(); err != nil {
		return errors.Join(err, dcgm.Shutdown())
	}
	return nil
}

func (d *dcgmDriver) close() error {
	d.reader.close()
	return dcgm.Shutdown()
}

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

func (*dcgmDriver) createEntities(name string, entities []Entity) (uintptr, error) {
	group, err := dcgm.CreateGroup(name)
	if err != nil {
		return 0, fmt.Errorf("%w (an engine has 64 groups for all its clients)", err)
	}
	for _, e := range entities {
		if err := dcgm.AddEntityToGroup(group, dcgm.Field_Entity_Group(e.Level), uint(e.ID)); err != nil {
			return 0, errors.Join(err, dcgm.DestroyGroup(group))
		}
	}
	return group.GetHandle(), nil
}

func (*dcgmDriver) destroyEntities(handle uintptr) error {
	var group dcgm.GroupHandle
	group.SetHandle(handle)
	return dcgm.DestroyGroup(group)
}

func (d *dcgmDriver) createFields(name string, fields []field.ID) (uintptr, error) {
	d.arguments(nil, fields)
	group, err := dcgm.FieldGroupCreate(name, d.ids)
	if err != nil {
		return 0, fmt.Errorf("%w (an engine has 64 field groups for all its clients)", err)
	}
	return group.GetHandle(), nil
}

func (*dcgmDriver) destroyFields(handle uintptr) error {
	var group dcgm.FieldHandle
	group.SetHandle(handle)
	return dcgm.FieldGroupDestroy(group)
}

func (*dcgmDriver) watch(entities, fields uintptr, interval, keep time.Duration) error {
	e, f := handles(entities, fields)
	return dcgm.WatchFieldsWithGroupEx(f, e, interval.Microseconds(), keep.Seconds(), 2)
}

func (*dcgmDriver) unwatch(entities, fields uintptr) error {
	e, f := handles(entities, fields)
	return dcgm.UnwatchFields(f, e)
}

func (d *dcgmDriver) latest(entities []Entity, fields []field.ID, dst []Value) ([]Value, error) {
	var err error
	for ids := range slices.Chunk(fields, maxFieldsPerGroup) {
		for chunk := range slices.Chunk(entities, max(1, maxValuesPerCall/len(ids))) {
			if dst, err = d.reader.read(chunk, ids, dst); err != nil {
				return dst, err
			}
		}
	}
	return dst, nil
}

func (*dcgmDriver) since(entities, fields uintptr, from time.Time, dst []Value) ([]Value, error) {
	e, f := handles(entities, fields)
	values, _, err := dcgm.GetValuesSince(e, f, from)
	if err != nil {
		return dst, classify(err)
	}
	for i := range values {
		dst = append(dst, valueOf(&values[i]))
	}
	return dst, nil
}

func (d *dcgmDriver) arguments(entities []Entity, fields []field.ID) {
	d.pairs, d.ids = d.pairs[:0], d.ids[:0]
	for _, e := range entities {
		d.pairs = append(d.pairs, dcgm.GroupEntityPair{EntityGroupId: dcgm.Field_Entity_Group(e.Level), EntityId: uint(e.ID)})
	}
	for _, id := range fields {
		d.ids = append(d.ids, dcgm.Short(id))
	}
}

func handles(entities, fields uintptr) (dcgm.GroupHandle, dcgm.FieldHandle) {
	var (
		e dcgm.GroupHandle
		f dcgm.FieldHandle
	)
	e.SetHandle(entities)
	f.SetHandle(fields)
	return e, f
}

func valueOf(v *dcgm.FieldValue_v2) Value {
	value := Value{
		Entity: Entity{levelOf(v.EntityGroupId), entityID(v.EntityID)},
		Field:  field.ID(v.FieldID),
		Type:   field.Type(v.FieldType), //nolint:gosec // an ASCII letter
		Status: int32(v.Status),         //nolint:gosec // an int in C
		Micros: v.TS,
	}
	bits := uint64(v.Value[0]) | uint64(v.Value[1])<<8 | uint64(v.Value[2])<<16 | uint64(v.Value[3])<<24 |
		uint64(v.Value[4])<<32 | uint64(v.Value[5])<<40 | uint64(v.Value[6])<<48 | uint64(v.Value[7])<<56
	if value.Type == field.Double {
		value.Double = math.Float64frombits(bits)
	} else {
		value.Int = int64(bits) //nolint:gosec // the same bits
	}
	return value
}

// classify marks the errors after which only a new connection helps.
func classify(err error) error {
	if e, ok := errors.AsType[*dcgm.Error](err); ok {
		switch e.Code {
		case dcgm.DCGM_ST_CONNECTION_NOT_VALID, dcgm.DCGM_ST_UNINITIALIZED:
			return fmt.Errorf("%w: %w", errConnection, err)
		}
		return fmt.Errorf("%w (%d)", err, e.Code)
	}
	return err
}

func levelOf(g dcgm.Field_Entity_Group) field.Level {
	return field.Level(g) //nolint:gosec // at most 10
}

// entityID narrows an id, which is an unsigned int in C.
func entityID(id uint) uint32 {
	return uint32(id) //nolint:gosec // 32 bits in C
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
