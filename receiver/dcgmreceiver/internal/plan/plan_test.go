// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package plan

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

func inventory() *engine.Inventory {
	inv := &engine.Inventory{
		GPUs: []engine.GPU{
			{Index: 0, UUID: "a"},
			{Index: 1, UUID: "b", Instances: []engine.Instance{
				{Entity: engine.Entity{Level: field.LevelInstance, ID: 4}, ID: 7},
				{Entity: engine.Entity{Level: field.LevelInstance, ID: 5}, ID: 8},
			}},
		},
		Switches: []uint32{0},
	}
	for _, parent := range []engine.Entity{{Level: field.LevelGPU}, {Level: field.LevelSwitch}, {Level: field.LevelGPU, ID: 9}} {
		inv.Links = append(inv.Links, engine.Link{Entity: engine.Entity{Level: field.LevelLink, ID: uint32(parent.Level)}, Parent: parent, Index: 1})
	}
	return inv
}

func settings() Settings {
	return Settings{
		Steady:         []field.ID{203, 1002, 252, 155, field.XID, 861, 780, 1532},
		Incident:       []field.ID{1002, 155, 100},
		SteadyInterval: 5 * time.Second, IncidentInterval: 250 * time.Millisecond,
	}
}

func levels(t *Target, id field.ID) bool { return t.Has(id, field.ByID(id).Level) }

func intervals(t *testing.T, p *Plan) map[string]map[field.ID]time.Duration {
	t.Helper()
	all := map[string]map[field.ID]time.Duration{}
	for _, w := range p.Watches {
		if all[w.Set] == nil {
			all[w.Set] = map[field.ID]time.Duration{}
		}
		for _, id := range w.Fields {
			require.NotContains(t, all[w.Set], id, "watches are disjoint")
			all[w.Set][id] = w.Interval
		}
	}
	return all
}

func reads(queries []engine.Query, e engine.Entity) []field.ID {
	var ids []field.ID
	for _, q := range queries {
		if slices.Contains(q.Entities, e) {
			ids = append(ids, q.Fields...)
		}
	}
	slices.Sort(ids)
	return ids
}

func TestTargets(t *testing.T) {
	targets := Targets(inventory())
	var sets []string
	for _, target := range targets {
		sets = append(sets, target.Set)
	}
	assert.Equal(t, []string{"gpu 0", "gpu 1", "gpu 1 instances", "gpu 1 instances", "switches", "gpu 0 links", "switch links"}, sets,
		"a link of a GPU that is gone is none")
}

func TestSteadyPlan(t *testing.T) {
	p := Build(Targets(inventory()), settings(), levels, func(string) bool { return false })
	const s = 5 * time.Second
	assert.Equal(t, map[string]map[field.ID]time.Duration{
		"gpu 0":           {203: s, 1002: s, 252: s, 155: s, field.XID: s},
		"gpu 1":           {203: s, 155: s, field.XID: s}, // the rest is the instances'
		"gpu 1 instances": {1002: s, 252: s},
		"switches":        {861: s},
		"gpu 0 links":     {1532: s},
		"switch links":    {780: s},
	}, intervals(t, p))
	assert.Empty(t, p.Incident)
	assert.Equal(t, []field.ID{155, 203, field.XID, 252, 1002}, reads(p.Steady, engine.Entity{Level: field.LevelGPU}))
	for _, w := range p.Watches {
		if slices.Contains(w.Fields, field.XID) {
			assert.Len(t, w.Fields, 1, "the history of events is read alone")
			assert.Equal(t, time.Minute, w.Keep)
		}
		prof := slices.ContainsFunc(w.Fields, field.ID.Prof)
		assert.Equal(t, prof, !slices.ContainsFunc(w.Fields, func(id field.ID) bool { return !id.Prof() }), "profiling fields are apart")
	}
}

func TestIncidentOfOneGPU(t *testing.T) {
	p := Build(Targets(inventory()), settings(), levels, func(uuid string) bool { return uuid == "b" })
	const s, i = 5 * time.Second, 250 * time.Millisecond
	got := intervals(t, p)
	assert.Equal(t, map[field.ID]time.Duration{203: s, 1002: s, 252: s, 155: s, field.XID: s}, got["gpu 0"])
	assert.Equal(t, map[field.ID]time.Duration{203: s, 155: i, 100: i, field.XID: s}, got["gpu 1"])
	assert.Equal(t, map[field.ID]time.Duration{1002: i, 252: s}, got["gpu 1 instances"])
	one := engine.Entity{Level: field.LevelGPU, ID: 1}
	assert.Equal(t, []field.ID{203, field.XID}, reads(p.Steady, one))
	assert.Equal(t, []field.ID{100, 155}, reads(p.Incident, one))
	assert.Empty(t, reads(p.Incident, engine.Entity{Level: field.LevelGPU}))

	// What both modes have in common is the same watch in both.
	steady := Build(Targets(inventory()), settings(), levels, func(string) bool { return false })
	same := 0
	for _, w := range p.Watches {
		same += len(slices.DeleteFunc(slices.Clone(steady.Watches), func(o engine.Watch) bool {
			return o.Set != w.Set || o.Interval != w.Interval || !slices.Equal(o.Fields, w.Fields)
		}))
	}
	assert.Equal(t, len(steady.Watches)-2, same, "only the two watches of the shared fields change")
}

func TestPreTriggerRecordsAllTheTime(t *testing.T) {
	s := settings()
	s.PreTrigger = 30 * time.Second
	p := Build(Targets(inventory()), s, levels, func(string) bool { return false })
	for _, w := range p.Watches {
		if slices.Contains(w.Fields, 1002) || slices.Contains(w.Fields, 155) || slices.Contains(w.Fields, 100) {
			assert.Equal(t, 250*time.Millisecond, w.Interval)
			assert.Equal(t, 30*time.Second, w.Keep)
		}
	}
	zero := engine.Entity{Level: field.LevelGPU}
	assert.Contains(t, reads(p.Steady, zero), field.ID(155))
	assert.NotContains(t, reads(p.Steady, zero), field.ID(100), "only of the incident profile")
	hot := Build(Targets(inventory()), s, levels, func(string) bool { return true })
	assert.Equal(t, intervals(t, p), intervals(t, hot), "a trigger changes no watch")
}

func TestFieldsThatADeviceLacksAreNotWatched(t *testing.T) {
	p := Build(Targets(inventory()), settings(), func(target *Target, id field.ID) bool {
		return levels(target, id) && (target.Instance == nil || target.Instance.ID != 7 || id != 252)
	}, func(string) bool { return false })
	assert.Equal(t, []field.ID{1002}, reads(p.Steady, engine.Entity{Level: field.LevelInstance, ID: 4}))
	assert.Equal(t, []field.ID{252, 1002}, reads(p.Steady, engine.Entity{Level: field.LevelInstance, ID: 5}))
	for _, w := range p.Watches {
		if w.Set == "gpu 1 instances" {
			assert.Len(t, w.Entities, 2, "a set always has the same entities")
		}
	}
}
