// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package plan decides what the engine samples how often, and what is read when:
// from what there is, what is configured and which GPUs are in incident mode.
package plan

import (
	"fmt"
	"slices"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// eventKeep is how long events are kept at least, so that none is lost between
// two reads.
const eventKeep = time.Minute

// Settings are the part of the configuration that a plan is made of.
type Settings struct {
	// Steady and Incident are the fields of the profiles, without repetition.
	Steady, Incident                 []field.ID
	SteadyInterval, IncidentInterval time.Duration
	// PreTrigger is for how long the samples of the incident profile are kept; if it
	// is not 0 they are taken at the incident interval all the time.
	PreTrigger time.Duration
}

// Target is an entity with values.
type Target struct {
	Entity engine.Entity
	// Set is the name of the set that the entity is watched in.
	Set string
	// GPU is the GPU, or the parent of the instance or link; nil for a switch and
	// its links.
	GPU      *engine.GPU
	Instance *engine.Instance
	Link     *engine.Link
}

// Plan is what is watched and read.
type Plan struct {
	Watches []engine.Watch
	// Steady is read at the steady interval, Incident at that of an incident.
	Steady, Incident []engine.Query
}

// Targets lists the entities of an inventory.
func Targets(inv *engine.Inventory) []Target {
	var all []Target
	gpus := map[uint32]*engine.GPU{}
	for i := range inv.GPUs {
		gpu := &inv.GPUs[i]
		gpus[gpu.Index] = gpu
		set := fmt.Sprintf("gpu %d", gpu.Index)
		all = append(all, Target{Entity: gpu.Entity(), Set: set, GPU: gpu})
		for j := range gpu.Instances {
			all = append(all, Target{Entity: gpu.Instances[j].Entity, Set: set + " instances", GPU: gpu, Instance: &gpu.Instances[j]})
		}
	}
	for _, id := range inv.Switches {
		all = append(all, Target{Entity: engine.Entity{Level: field.LevelSwitch, ID: id}, Set: "switches"})
	}
	for i := range inv.Links {
		link := &inv.Links[i]
		if link.Parent.Level == field.LevelGPU {
			if gpu := gpus[link.Parent.ID]; gpu != nil {
				all = append(all, Target{Entity: link.Entity, Set: fmt.Sprintf("gpu %d links", gpu.Index), GPU: gpu, Link: link})
			}
		} else {
			all = append(all, Target{Entity: link.Entity, Set: "switch links", Link: link})
		}
	}
	return all
}

// Has tells whether a field with this level may have a value at the target. The
// GPU instances of a GPU in MIG mode have the values that they can have; the
// GPU itself has the rest, so that nothing counts twice.
func (t *Target) Has(id field.ID, level field.Level) bool {
	switch {
	case t.Link != nil:
		ofGPU := id == 1532 || id == 1533
		return level == field.LevelLink && ofGPU == (t.GPU != nil)
	case t.Instance != nil:
		return level.PerInstance() && id != field.XID
	case t.GPU == nil:
		return level == field.LevelSwitch
	case len(t.GPU.Instances) > 0 && level.PerInstance():
		return id == field.XID
	default:
		return level == field.LevelNone || level == field.LevelGPU || level.PerInstance()
	}
}

// class is how a field is sampled.
type class uint8

const (
	steadyOnly class = iota
	shared
	incidentOnly
	event
	classes
)

// watchKey is what fields have in common that are watched together.
type watchKey struct {
	set   string
	class class
	// prof: profiling fields are apart from the others, so that what changes about
	// these does not interrupt those.
	prof bool
	hot  bool
}

// Build makes a plan. has tells whether a target has a field that this DCGM
// knows; incident whether a GPU, by UUID, is in incident mode.
func Build(targets []Target, s Settings, has func(*Target, field.ID) bool, incident func(string) bool) *Plan {
	byClass := classify(s)
	sets, members := newGrouping[watchKey](), map[string][]engine.Entity{}
	steady, fast := newGrouping[string](), newGrouping[string]()
	for i := range targets {
		t := &targets[i]
		members[t.Set] = append(members[t.Set], t.Entity)
		hot := t.GPU != nil && t.Link == nil && incident(t.GPU.UUID)
		var now, soon []field.ID
		for c, ids := range byClass {
			k := watchKey{set: t.Set, class: class(c), hot: hot}
			var prof, other []field.ID
			for _, id := range ids {
				switch {
				case !has(t, id):
				case id.Prof():
					prof = append(prof, id)
				default:
					other = append(other, id)
				}
			}
			sets.add(k, t, other)
			k.prof = true
			sets.add(k, t, prof)
			switch {
			case hot && (k.class == shared || k.class == incidentOnly):
				soon = append(append(soon, other...), prof...)
			case k.class != incidentOnly:
				now = append(append(now, other...), prof...)
			}
		}
		steady.add(listKey(now), t, now)
		fast.add(listKey(soon), t, soon)
	}
	p := &Plan{Steady: steady.queries(), Incident: fast.queries()}
	for _, g := range sets.groups {
		if w := watch(g.key, s); w.Interval > 0 {
			w.Entities, w.Fields = members[g.key.set], g.fields
			p.Watches = append(p.Watches, w)
		}
	}
	return p
}

func classify(s Settings) [classes][]field.ID {
	var all [classes][]field.ID
	for _, id := range s.Steady {
		switch {
		case id == field.XID:
			all[event] = append(all[event], id)
		case slices.Contains(s.Incident, id):
			all[shared] = append(all[shared], id)
		default:
			all[steadyOnly] = append(all[steadyOnly], id)
		}
	}
	for _, id := range s.Incident {
		switch {
		case slices.Contains(s.Steady, id):
		case id == field.XID:
			all[event] = append(all[event], id)
		default:
			all[incidentOnly] = append(all[incidentOnly], id)
		}
	}
	return all
}

// watch returns how fields are watched; Interval is 0 if they are not.
func watch(k watchKey, s Settings) engine.Watch {
	w := engine.Watch{Set: k.set, Interval: s.SteadyInterval}
	switch k.class {
	case steadyOnly:
	case event:
		w.Keep = max(eventKeep, 3*s.SteadyInterval)
	case shared, incidentOnly, classes:
		if k.hot || s.PreTrigger > 0 {
			w.Interval, w.Keep = s.IncidentInterval, s.PreTrigger
		} else if k.class == incidentOnly {
			w.Interval = 0
		}
	}
	return w
}
