// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pmetric"
)

// index is the tables compiled for lookup by metric name.
type index struct {
	byName   map[string]*entry
	rules    []*rule
	ratios   []*ratio
	prefixes []string
	targets  int
}

// entry is what is known about one metric name. A name is either a source, of
// one or more rules or ratios, or a target.
type entry struct {
	bindings []binding
	ratios   []ratioRole
	target   targetID
}

// binding ties a source name to a rule.
type binding struct {
	rule *rule
	// rank orders the names of one rule, the lowest being the best.
	rank         int
	label, value string
	unless       string
}

type ratioRole struct {
	ratio *ratio
	denom bool
}

type targetID int

const noTarget targetID = -1

// rule is a compiled Mapping.
type rule struct {
	id     int
	engine Engine
	target *Target
	// slot is the target's number.
	slot   targetID
	labels []Label
	divide float64
	yields bool
	// failures is [Mapping.Failures].
	failures bool
}

// ratio is a compiled Ratio.
type ratio struct {
	id   int
	rule *rule
}

func newIndex(tables []Table) *index {
	x := &index{byName: map[string]*entry{}}
	slots := map[*Target]targetID{}
	for _, t := range tables {
		x.prefixes = append(x.prefixes, t.Prefixes...)
		labels := append(append([]Label{}, CommonLabels...), t.Labels...)
		newRule := func(to *Target, divide float64, yields bool) *rule {
			slot, ok := slots[to]
			if !ok {
				slot = targetID(len(slots))
				slots[to] = slot
				x.entry(to.Name).target = slot
			}
			return &rule{engine: t.Engine, target: to, slot: slot, labels: labels, divide: max(divide, 1), yields: yields}
		}
		for _, m := range t.Mappings {
			r := newRule(m.To, m.Divide, m.Yields)
			r.id = len(x.rules)
			r.failures = m.Failures
			x.rules = append(x.rules, r)
			rank := 0
			for _, s := range m.From {
				for _, name := range spellings(s.Name, m.To.Type) {
					for _, prefix := range t.Prefixes {
						e := x.entry(prefix + name)
						e.bindings = append(e.bindings, binding{rule: r, rank: rank, label: s.Label, value: s.Value, unless: s.Unless})
						rank++
					}
				}
			}
		}
		for _, m := range t.Ratios {
			r := &ratio{id: len(x.ratios), rule: newRule(m.To, 1, false)}
			x.ratios = append(x.ratios, r)
			for _, prefix := range t.Prefixes {
				n, d := x.entry(prefix+m.Numerator), x.entry(prefix+m.Denominator)
				n.ratios = append(n.ratios, ratioRole{ratio: r})
				d.ratios = append(d.ratios, ratioRole{ratio: r, denom: true})
			}
		}
	}
	x.targets = len(slots)
	return x
}

func (x *index) entry(name string) *entry {
	e := x.byName[name]
	if e == nil {
		e = &entry{target: noTarget}
		x.byName[name] = e
	}
	return e
}

// spellings returns the name as the table has it and, for a counter, second, as
// others write it: the receiver can trim the suffix that Prometheus wants, and
// some clients add it to names that lack it.
func spellings(name string, typ pmetric.MetricType) []string {
	if typ != pmetric.MetricTypeSum {
		return []string{name}
	}
	if trimmed, ok := strings.CutSuffix(name, "_total"); ok {
		return []string{name, trimmed}
	}
	return []string{name, name + "_total"}
}

// created reports whether name is that of the gauge in which client libraries
// give the start time of a counter, histogram or summary of an engine.
func (x *index) created(name string) bool {
	if !strings.HasSuffix(name, "_created") {
		return false
	}
	for _, p := range x.prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
