// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

func TestTables(t *testing.T) {
	require.Len(t, Tables(), int(NumEngines))
	// conventional has the metrics that may stand under gen_ai, with their units.
	conventional := map[string]string{
		"gen_ai.server.time_to_first_token":   "s",
		"gen_ai.server.time_per_output_token": "s",
		"gen_ai.server.request.duration":      "s",
	}
	units := map[string]bool{
		"s": true, "1": true, "{token}": true, "{request}": true, "{preemption}": true, "{item}": true, "{draft}": true,
	}
	byName := map[string]*Target{}
	for i, table := range Tables() {
		assert.Equal(t, Engine(i), table.Engine)
		assert.NotEmpty(t, table.Prefixes)
		targets := make([]*Target, 0, len(table.Mappings)+len(table.Ratios))
		for _, m := range table.Mappings {
			targets = append(targets, m.To)
			assert.NotEmpty(t, m.From, m.To.Name)
			for _, s := range m.From {
				for _, p := range table.Prefixes {
					assert.False(t, strings.HasPrefix(s.Name, p), "%s: names are without prefix", s.Name)
				}
				assert.Equal(t, s.Label == "", s.Value == "", s.Name)
			}
		}
		for _, r := range table.Ratios {
			targets = append(targets, r.To)
			assert.Equal(t, pmetric.MetricTypeGauge, r.To.Type)
		}
		for _, target := range targets {
			if strings.HasPrefix(target.Name, "gen_ai.") {
				assert.Equal(t, conventional[target.Name], target.Unit, target.Name)
				assert.Equal(t, pmetric.MetricTypeHistogram, target.Type)
			} else {
				assert.True(t, strings.HasPrefix(target.Name, "inference.engine."), target.Name)
			}
			assert.True(t, units[target.Unit], "%s: unit %q", target.Name, target.Unit)
			assert.True(t, strings.HasSuffix(target.Description, "."), target.Name)
			if other := byName[target.Name]; other != nil {
				assert.Same(t, other, target, "two targets of one name")
			}
			byName[target.Name] = target
		}
	}
}

// A name has one meaning, unless labels tell its data points apart.
func TestSourcesAreUnambiguous(t *testing.T) {
	for name, e := range newIndex(tables).byName {
		if e.target != noTarget {
			assert.Empty(t, e.bindings, "%s is a source and a target", name)
		}
		seen := map[Label]bool{}
		for _, b := range e.bindings {
			key := Label{From: b.label, To: b.value}
			assert.False(t, seen[key], "%s{%s=%q} is mapped twice", name, b.label, b.value)
			seen[key] = true
			assert.Equal(t, e.bindings[0].label, b.label, "%s: rules must select by one label", name)
		}
	}
}

// Every row must be seen to work on a dump.
func TestEveryRowIsInADump(t *testing.T) {
	x := newIndex(tables)
	covered := map[int]bool{}
	for _, name := range cases(t) {
		for _, m := range dump(t, name).All() {
			if e := x.byName[m.Name()]; e != nil {
				for i := range e.bindings {
					if b := &e.bindings[i]; b.fits(m) && b.owners(m) != 0 {
						covered[b.rule.id] = true
					}
				}
			}
		}
	}
	for _, r := range x.rules {
		assert.True(t, covered[r.id], "%s %s", r.engine, r.target.Name)
	}
}
