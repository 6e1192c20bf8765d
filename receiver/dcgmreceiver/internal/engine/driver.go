// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// driver makes the calls to DCGM. It is used by one goroutine at a time. An
// error that wraps errConnection means that the connection is lost.
type driver interface {
	// connect loads the library and connects, close undoes it.
	connect(Endpoint) error
	close() error

	// signature returns a text that changes when GPUs, MIG instances or switches
	// come or go.
	signature() (string, error)
	// scan returns the inventory; fields are those of which it shall have the
	// metadata.
	scan(fields []field.ID, parts Parts) (*Inventory, error)

	createEntities(name string, entities []Entity) (uintptr, error)
	destroyEntities(uintptr) error
	createFields(name string, fields []field.ID) (uintptr, error)
	destroyFields(uintptr) error
	watch(entities, fields uintptr, interval, keep time.Duration) error
	unwatch(entities, fields uintptr) error

	// latest appends the newest values to dst.
	latest(entities []Entity, fields []field.ID, dst []Value) ([]Value, error)
	// since appends the values from a time on to dst.
	since(entities, fields uintptr, from time.Time, dst []Value) ([]Value, error)
}

// Parts are the parts of the machine besides GPUs that the inventory shall have.
type Parts struct{ Switches, Links bool }
