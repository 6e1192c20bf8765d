// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package engine is the link to DCGM. A process has one connection, shared by
// all its receivers: DCGM's Go binding knows no more. One goroutine makes all
// calls; another supervises it, connects again when the connection is lost, and
// looks for GPUs that come and go. Calls to an engine that hangs time out; they
// cannot be aborted, so nothing more is sent until the call has returned.
package engine

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// Endpoint says where the engine is.
type Endpoint struct {
	// Embedded runs the engine in this process.
	Embedded bool
	// Address of nv-hostengine: host:port, or the path of a unix socket.
	Address string
}

// Unix tells whether the address is the path of a unix socket.
func (e Endpoint) Unix() bool { return len(e.Address) > 0 && e.Address[0] == '/' }

func (e Endpoint) String() string {
	switch {
	case e.Embedded:
		return "embedded"
	case e.Unix():
		return "unix://" + e.Address
	default:
		return "tcp://" + e.Address
	}
}

// Entity is a part of the machine that has values.
type Entity struct {
	Level field.Level
	ID    uint32
}

func (e Entity) String() string { return fmt.Sprintf("%d:%d", e.Level, e.ID) }

// GPU is a physical GPU.
type GPU struct {
	Index                                 uint32
	UUID, Model, PCIBusID, Serial, Driver string
	// Prof are the profiling fields that the GPU supports.
	Prof map[field.ID]bool
	// Instances are its GPU instances, none unless it is in MIG mode.
	Instances []Instance
}

// Entity returns the entity of the whole GPU.
func (g *GPU) Entity() Entity { return Entity{field.LevelGPU, g.Index} }

// Instance is a GPU instance of a GPU in MIG mode.
type Instance struct {
	Entity Entity
	// ID is the GPU instance id of NVML.
	ID uint32
	// UUID of the MIG device, empty if DCGM does not tell it.
	UUID string
	// Profile is the size, such as 1g.10gb.
	Profile string

	slices uint
}

// Name returns the id as text.
func (i *Instance) Name() string { return strconv.FormatUint(uint64(i.ID), 10) }

// Link is an NVLink of a GPU or of an NVSwitch.
type Link struct {
	Entity Entity
	Parent Entity
	Index  uint32
}

// Meta is what DCGM says of a field.
type Meta struct {
	Type  field.Type
	Level field.Level
}

// Inventory is what the engine has. It does not change once it is published.
type Inventory struct {
	// Generation is different for every inventory of a process.
	Generation uint64
	// Version is that of the engine.
	Version  string
	GPUs     []GPU
	Lost     []uint32
	Switches []uint32
	Links    []Link
	// Fields are those that clients asked for and that this DCGM knows.
	Fields map[field.ID]Meta
	// Faults are what could not be found out.
	Faults []error

	// incomplete: the engine does not know an instance fully yet, which takes it a
	// second or two.
	incomplete bool
}

// Watch asks the engine to sample fields of a set of entities.
type Watch struct {
	// Set names the entities: all watches with the same name, of whatever client,
	// have the same entities. A GPU and its instances are two sets.
	Set      string
	Entities []Entity
	Fields   []field.ID
	Interval time.Duration
	// Keep is how long samples are kept.
	Keep time.Duration
}

// Query asks for the newest values of fields of entities.
type Query struct {
	Entities []Entity
	Fields   []field.ID
}

// Errors.
var (
	// ErrDown is returned while there is no connection.
	ErrDown = errors.New("not connected to DCGM")
	// ErrHung is returned when a call takes longer than the time limit.
	ErrHung = errors.New("DCGM does not answer")
	// ErrOtherEndpoint is returned for a second endpoint in one process.
	ErrOtherEndpoint = errors.New("this process already uses another DCGM endpoint")
	// ErrNotBuilt is returned by a build that has no link to DCGM.
	ErrNotBuilt = errors.New("this collector was built without DCGM support (CGO_ENABLED=0 or not linux): " +
		"use the binary otelcol-genai-gpu on nodes with GPUs")
	// errConnection marks an error after which the connection is of no use.
	errConnection = errors.New("connection to DCGM lost")
)

// State is what is known of the connection.
type State struct {
	// Inventory is nil while there is no connection.
	Inventory *Inventory
	// Err says why there is none.
	Err error
	// Reconnects counts the connections that replaced a lost one.
	Reconnects int64
}
