// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"slices"
	"strings"
	"sync"

	"go.opentelemetry.io/collector/pdata/pmetric"
)

// Options of a Rewriter.
type Options struct {
	// KeepOriginals writes a copy under the canonical name and leaves the
	// original as it is. Otherwise metrics are renamed in place.
	KeepOriginals bool
	// DropCreated removes the _created gauges of engines. They only appear when
	// an engine is scraped in the old text format; in OpenMetrics the receiver
	// turns them into start timestamps.
	DropCreated bool
}

// Counts says what happened to the metrics of one engine.
type Counts struct {
	// Metrics and Points were given a canonical name.
	Metrics, Points int
	// Shadowed metrics are known but were left as they are, because the scrape
	// already has the canonical metric, be it from a better source or from an
	// earlier pass.
	Shadowed int
	// Unfit metrics have a known name but a type or meaning that the table does
	// not give it; they were left as they are.
	Unfit int
}

// Stats says what [Rewriter.Metrics] did.
type Stats struct {
	Engines [NumEngines]Counts
	// CreatedDropped is the number of _created metrics removed.
	CreatedDropped int
}

// Rewriter maps the metrics of engines to canonical ones. It is safe for
// concurrent use.
type Rewriter struct {
	opts    Options
	index   *index
	scratch sync.Pool
}

// New compiles the tables.
func New(opts Options) *Rewriter {
	x := newIndex(tables)
	r := &Rewriter{opts: opts, index: x}
	r.scratch.New = func() any {
		return &scratch{
			best:     make([]int, len(x.rules)),
			enabled:  make([]bool, len(x.rules)),
			owners:   make([]mask, len(x.rules)),
			used:     make([]int, len(x.rules)),
			present:  make([]mask, x.targets),
			provided: make([]mask, x.targets),
			home:     make([]pmetric.Metric, x.targets),
			ratios:   make([]ratioSources, len(x.ratios)),
		}
	}
	return r
}

// mask is a set of engines.
type mask uint16

const allEngines mask = 1<<NumEngines - 1

func (e Engine) mask() mask { return 1 << e }

// scratch is the state of one pass over one slice of metrics.
type scratch struct {
	found []found
	// best has, by rule, one more than the lowest rank found, or 0.
	best []int
	// enabled has, by rule, whether it is to be applied.
	enabled []bool
	// owners has, by rule, the engines of the best source.
	owners []mask
	// used has, by rule, one more than the index of the metric it was applied
	// to, or 0: the receiver gives two metrics one name if it trims the suffix
	// of one, and what they say is the same.
	used []int
	// present has, by target, the engines whose canonical metric was there
	// before the pass; provided adds those that do not yield.
	present, provided []mask
	// home has, by target, the canonical metric to which further data points of
	// the same kind are added.
	home   []pmetric.Metric
	ratios []ratioSources
	// remove has the indices of metrics to remove.
	remove []int
}

// found is a metric that the index knows as a source.
type found struct {
	at    int
	entry *entry
}

type ratioSources struct {
	numerator, denominator pmetric.Metric
}

func (s *scratch) reset() {
	clear(s.found)
	s.found = s.found[:0]
	clear(s.best)
	clear(s.enabled)
	clear(s.owners)
	clear(s.used)
	clear(s.present)
	clear(s.provided)
	clear(s.home) // the pool must not keep the batch alive
	clear(s.ratios)
	s.remove = s.remove[:0]
}

// Metrics rewrites, in place, the metrics of one scope, which is where the
// receiver puts one scrape. It does nothing to a metric that is in no table,
// and a second pass does nothing at all. Which of several names of one signal
// is the best is decided within ms: a processor that splits a scrape must come
// later.
func (r *Rewriter) Metrics(ms pmetric.MetricSlice) Stats {
	var stats Stats
	first := r.first(ms)
	if first == ms.Len() {
		return stats
	}
	s := r.scratch.Get().(*scratch)
	r.scan(s, ms, first, &stats)
	if len(s.found) > 0 {
		s.decide()
		for _, f := range s.found {
			r.apply(s, ms, f, &stats)
		}
		r.derive(s, ms, &stats)
	}
	if len(s.remove) > 0 {
		removeAt(ms, s.remove)
	}
	s.reset()
	r.scratch.Put(s)
	return stats
}

// first returns the index of the first metric that is of interest. Most slices
// have none.
func (r *Rewriter) first(ms pmetric.MetricSlice) int {
	n := ms.Len()
	for i := range n {
		if m := ms.At(i); r.index.byName[m.Name()] != nil || r.drops(m) {
			return i
		}
	}
	return n
}

func (r *Rewriter) drops(m pmetric.Metric) bool {
	return r.opts.DropCreated && m.Type() == pmetric.MetricTypeGauge && r.index.created(m.Name())
}

// scan finds out what the slice holds.
func (r *Rewriter) scan(s *scratch, ms pmetric.MetricSlice, first int, stats *Stats) {
	for i := first; i < ms.Len(); i++ {
		m := ms.At(i)
		e := r.index.byName[m.Name()]
		if e == nil {
			if r.drops(m) {
				s.remove = append(s.remove, i)
				stats.CreatedDropped++
			}
			continue
		}
		if e.target != noTarget {
			s.present[e.target] |= engines(m, 0)
			s.home[e.target] = m
		}
		source := false
		for j := range e.bindings {
			b := &e.bindings[j]
			if !b.fits(m) {
				stats.Engines[b.rule.engine].Unfit++
				continue
			}
			owners := b.owners(m)
			if owners == 0 {
				continue
			}
			source = true
			if best := &s.best[b.rule.id]; *best == 0 || b.rank < *best-1 {
				*best = b.rank + 1
				s.owners[b.rule.id] = owners
			}
		}
		for _, role := range e.ratios {
			if m.Type() != pmetric.MetricTypeGauge {
				continue
			}
			source = true
			if role.denom {
				s.ratios[role.ratio.id].denominator = m
			} else {
				s.ratios[role.ratio.id].numerator = m
			}
		}
		if source {
			s.found = append(s.found, found{at: i, entry: e})
		}
	}
}

// decide enables the rules whose target is free.
func (s *scratch) decide() {
	copy(s.provided, s.present)
	s.winners(func(rule *rule) {
		if own := s.owners[rule.id]; !rule.yields && s.present[rule.slot]&own == 0 {
			s.enabled[rule.id] = true
			s.provided[rule.slot] |= own
		}
	})
	s.winners(func(rule *rule) {
		if rule.yields {
			own := s.owners[rule.id]
			s.enabled[rule.id] = s.present[rule.slot]&own == 0 && s.provided[rule.slot]&^own == 0
		}
	})
}

// winners calls do with the rules of the sources that are the best of theirs.
func (s *scratch) winners(do func(*rule)) {
	for _, f := range s.found {
		for i := range f.entry.bindings {
			if b := &f.entry.bindings[i]; s.best[b.rule.id] == b.rank+1 {
				do(b.rule)
			}
		}
	}
}

// apply maps one metric by all its rules.
func (r *Rewriter) apply(s *scratch, ms pmetric.MetricSlice, f found, stats *Stats) {
	m := ms.At(f.at)
	for i := range f.entry.bindings {
		b := &f.entry.bindings[i]
		if !b.fits(m) || b.owners(m) == 0 {
			continue
		}
		counts := &stats.Engines[b.rule.engine]
		used := &s.used[b.rule.id]
		if !s.enabled[b.rule.id] || s.best[b.rule.id] != b.rank+1 || *used != 0 && *used != f.at+1 {
			counts.Shadowed++
			continue
		}
		*used = f.at + 1
		counts.Metrics++
		home := &s.home[b.rule.slot]
		joins := canJoin(*home, m, b.rule.target)
		if !r.opts.KeepOriginals && !joins && b.label == "" {
			counts.Points += b.rewrite(m)
			b.rule.target.name(m)
			*home = m
			continue
		}
		if !joins {
			*home = ms.AppendEmpty()
			emptyLike(m, *home)
			b.rule.target.name(*home)
		}
		counts.Points += b.transfer(m, *home, r.opts.KeepOriginals)
		if !r.opts.KeepOriginals && pointCount(m) == 0 {
			s.remove = append(s.remove, f.at)
		}
	}
}

func (t *Target) name(m pmetric.Metric) {
	m.SetName(t.Name)
	m.SetUnit(t.Unit)
	m.SetDescription(t.Description)
}

// derive adds the gauges that are ratios of two others.
func (r *Rewriter) derive(s *scratch, ms pmetric.MetricSlice, stats *Stats) {
	for _, ratio := range r.index.ratios {
		src := s.ratios[ratio.id]
		rule := ratio.rule
		if src.numerator == (pmetric.Metric{}) || src.denominator == (pmetric.Metric{}) {
			continue
		}
		if s.present[rule.slot]&engines(src.numerator, rule.engine.mask()) != 0 {
			continue
		}
		n := rule.divideGauges(src, func() pmetric.NumberDataPoint {
			home := &s.home[rule.slot]
			if !canJoin(*home, src.numerator, rule.target) {
				*home = ms.AppendEmpty()
				emptyLike(src.numerator, *home)
				rule.target.name(*home)
			}
			return home.Gauge().DataPoints().AppendEmpty()
		})
		if n > 0 {
			stats.Engines[rule.engine].Metrics++
			stats.Engines[rule.engine].Points += n
		}
	}
}

func removeAt(ms pmetric.MetricSlice, at []int) {
	slices.Sort(at)
	i := -1
	ms.RemoveIf(func(pmetric.Metric) bool {
		i++
		if len(at) == 0 || at[0] != i {
			return false
		}
		at = at[1:]
		return true
	})
}

// Knows reports whether a metric comes from an inference engine: it has the
// prefix of one, or a canonical name.
func (r *Rewriter) Knows(name string) bool {
	if strings.HasPrefix(name, "inference.engine.") || strings.HasPrefix(name, "gen_ai.server.") {
		return true
	}
	for _, p := range r.index.prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
