// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

var handleCount atomic.Uint64

// handleName returns a name that no other client of the engine uses.
func handleName() string {
	return fmt.Sprintf("otelcol-genai-%d-%d", os.Getpid(), handleCount.Add(1))
}

// maxIdleFieldGroups bounds the field groups that are kept without a watch,
// because the next change of mode needs them again.
const maxIdleFieldGroups = 16

// watches is what the engine samples for this connection. Only calls of the
// worker use it.
type watches struct {
	driver  driver
	active  map[record]bool
	sets    map[string]uintptr
	groups  map[string]fieldGroup
	refused map[refusal]bool
	logger  *zap.Logger
}

// refusal is a field that the engine does not take for a set.
type refusal struct {
	set string
	id  field.ID
}

type fieldGroup struct {
	handle uintptr
	ids    []field.ID
}

func newWatches(d driver, logger *zap.Logger) *watches {
	return &watches{
		driver: d, logger: logger,
		active: map[record]bool{}, sets: map[string]uintptr{}, groups: map[string]fieldGroup{}, refused: map[refusal]bool{},
	}
}

// apply makes the engine watch what the requests ask for. What does not change
// is not touched. All that ends is unwatched before anything is watched: an
// engine that is asked to watch a profiling field more slowly without an unwatch
// returns blanks for ever after.
func (w *watches) apply(requests [][]Watch) error {
	wanted, sets, groups := merge(w.withoutRefused(requests))
	var errs []error
	for _, r := range sortedRecords(w.active) {
		if !wanted[r] {
			errs = append(errs, w.end(r))
		}
	}
	for _, r := range sortedRecords(wanted) {
		if w.active[r] {
			continue
		}
		if err := w.begin(r, sets[r.set], groups[r.fields]); err != nil {
			errs = append(errs, fmt.Errorf("watch %s: %w", r.set, err))
		}
	}
	errs = append(errs, w.forgetIdle())
	return errors.Join(errs...)
}

func (w *watches) begin(r record, entities []Entity, ids []field.ID) error {
	set, ok := w.sets[r.set]
	if !ok {
		var err error
		if set, err = w.driver.createEntities(handleName(), entities); err != nil {
			return err
		}
		w.sets[r.set] = set
	}
	group, ok := w.groups[r.fields]
	if !ok {
		handle, err := w.driver.createFields(handleName(), ids)
		if err != nil {
			return errors.Join(err, w.refuse(r, ids))
		}
		group = fieldGroup{handle, ids}
		w.groups[r.fields] = group
	}
	if err := w.driver.watch(set, group.handle, r.interval, r.keep); err != nil {
		return errors.Join(err, w.refuse(r, ids))
	}
	w.active[r] = true
	return nil
}

func (w *watches) end(r record) error {
	delete(w.active, r)
	return w.driver.unwatch(w.sets[r.set], w.groups[r.fields].handle)
}

// errFieldsRefused asks for the requests to be applied again without the fields
// that the engine does not know.
var errFieldsRefused = errors.New("the engine does not take some fields")

// refuse finds the fields because of which a watch fails: an engine that is older
// than the library does not know all of them.
func (w *watches) refuse(r record, ids []field.ID) error {
	var refused []field.ID
	for _, id := range ids {
		err := w.try(r, id)
		if err != nil {
			err = w.try(r, id) // an engine that only falters loses no field
		}
		if err != nil {
			refused = append(refused, id)
		}
	}
	if len(refused) == 0 || len(refused) == len(ids) {
		return nil // not the fault of single fields
	}
	for _, id := range refused {
		w.refused[refusal{r.set, id}] = true
	}
	w.logger.Warn("DCGM refuses to sample some fields", zap.String("of", r.set), zap.Any("field_ids", refused))
	return errFieldsRefused
}

// try watches one field for a moment.
func (w *watches) try(r record, id field.ID) error {
	handle, err := w.driver.createFields(handleName(), []field.ID{id})
	if err != nil {
		return err
	}
	if err = w.driver.watch(w.sets[r.set], handle, r.interval, r.keep); err == nil {
		err = w.driver.unwatch(w.sets[r.set], handle)
	}
	return errors.Join(err, w.driver.destroyFields(handle))
}

func (w *watches) withoutRefused(requests [][]Watch) [][]Watch {
	if len(w.refused) == 0 {
		return requests
	}
	kept := make([][]Watch, len(requests))
	for i, watches := range requests {
		for _, watch := range watches {
			watch.Fields = slices.DeleteFunc(slices.Clone(watch.Fields), func(id field.ID) bool { return w.refused[refusal{watch.Set, id}] })
			if len(watch.Fields) > 0 {
				kept[i] = append(kept[i], watch)
			}
		}
	}
	return kept
}

// forgetIdle destroys the field groups that nothing watches if there are many.
func (w *watches) forgetIdle() error {
	used := map[string]bool{}
	for r := range w.active {
		used[r.fields] = true
	}
	if len(w.groups)-len(used) <= maxIdleFieldGroups {
		return nil
	}
	var errs []error
	for key, group := range w.groups {
		if !used[key] {
			errs = append(errs, w.driver.destroyFields(group.handle))
			delete(w.groups, key)
		}
	}
	return errors.Join(errs...)
}

// reset ends everything, because the entities change or the connection ends.
func (w *watches) reset() error {
	var errs []error
	for _, r := range sortedRecords(w.active) {
		errs = append(errs, w.end(r))
	}
	for _, set := range slices.Sorted(maps.Values(w.sets)) {
		errs = append(errs, w.driver.destroyEntities(set))
	}
	for _, group := range w.groups {
		errs = append(errs, w.driver.destroyFields(group.handle))
	}
	clear(w.sets)
	clear(w.groups)
	clear(w.refused)
	return errors.Join(errs...)
}

// since returns the samples of all watches of a set that contain one of the
// fields; the samples of their other fields are among them.
func (w *watches) since(set string, ids []field.ID, from time.Time, dst []Value) ([]Value, error) {
	var errs []error
	for _, r := range sortedRecords(w.active) {
		if r.set != set || !slices.ContainsFunc(ids, func(id field.ID) bool { return slices.Contains(w.groups[r.fields].ids, id) }) {
			continue
		}
		var err error
		dst, err = w.driver.since(w.sets[set], w.groups[r.fields].handle, from, dst)
		errs = append(errs, err)
	}
	return dst, errors.Join(errs...)
}
