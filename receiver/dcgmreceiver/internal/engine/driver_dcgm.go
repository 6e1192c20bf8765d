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
