// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package field knows the DCGM fields: their names, types and units, and the
// OpenTelemetry metric that each of them becomes. It needs neither cgo nor DCGM.
package field

import "cmp"

// ID is a DCGM field id.
type ID uint16

// Type is the type of a field's values, as DCGM encodes it.
type Type byte

// The types that a metric can be made of, and text.
const (
	Int    Type = 'i'
	Double Type = 'd'
	String Type = 's'
)

// Level is the smallest part of the machine for which a field has a value. The
// numbers are those of DCGM's entity groups.
type Level uint8

// Levels.
const (
	LevelNone            Level = 0
	LevelGPU             Level = 1
	LevelSwitch          Level = 3
	LevelInstance        Level = 4 // GPU instance of MIG
	LevelComputeInstance Level = 5
	LevelLink            Level = 6
)

// PerInstance tells whether a GPU in MIG mode has a value per GPU instance.
func (l Level) PerInstance() bool { return l == LevelInstance || l == LevelComputeInstance }

// Field is one DCGM field that the receiver knows how to present. Any other
// field can be read too, under its DCGM name.
type Field struct {
	ID ID
	// Name is the name of the metric of dcgm-exporter.
	Name  string
	Type  Type
	Level Level
	// Counter says that the value only grows until the driver is loaded again.
	Counter bool
	// Unit is DCGM's unit.
	Unit string
	// Help is the description of the field.
	Help string

	// Metric is the OpenTelemetry metric; nil if there is none.
	Metric *Metric
	// Scale and Divisor convert a value from DCGM's unit to that of the metric.
	Scale, Divisor float64
	// Key and Value are the attribute that tells this field from the others of the
	// same metric; Key is empty if there are none.
	Key, Value string
}

// Prof tells whether an id is a profiling field. Their values are averages over
// the interval at which they are watched, and the first of a watch is missing.
func (id ID) Prof() bool { return id >= 1001 && id < 1100 || id == 1532 || id == 1533 }

// Metric is an OpenTelemetry metric.
type Metric struct {
	Name, Unit, Description string
	// Sum is a sum that is not a gauge, Monotonic one that only grows.
	Sum, Monotonic bool
	// Int says that the values are whole numbers.
	Int bool
}

// Fields with a meaning of their own in the receiver.
const (
	DriverVersion ID = 1
	GPUName       ID = 50
	Serial        ID = 53
	UUID          ID = 54
	PCIBusID      ID = 57
	ClockReasons  ID = 112
	XID           ID = 230
	FBTotal       ID = 250
)

// MinProfInterval is the shortest interval for profiling fields in milliseconds:
// the hard limit that NVIDIA names in NVIDIA/DCGM#310.
const MinProfInterval = 100

var (
	byID   = map[ID]*Field{}
	byName = map[string]*Field{}
)

func init() {
	for i := range table {
		f := &table[i]
		byID[f.ID], byName[f.Name] = f, f
		f.Scale, f.Divisor = cmp.Or(f.Scale, 1), cmp.Or(f.Divisor, 1)
	}
}

// All returns every field that is known, in the order of the documentation. Do
// not change it.
func All() []Field { return table }

// ByID returns the field with an id, nil if it is not known.
func ByID(id ID) *Field { return byID[id] }

// ByName returns the field with the name of dcgm-exporter, nil if it is not known.
func ByName(name string) *Field { return byName[name] }
