// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// hostedDef is the section self_hosted as written.
type hostedDef struct {
	gpus   []*gpuDef
	mig    map[string]fraction
	models []*hostedModelDef
}

// gpuDef is the price of an hour of the GPUs that it matches.
type gpuDef struct {
	at            place
	kind          gpuMatch
	value         string
	perHour       money.Decimal
	gpus          uint64 // that share perHour
	currency      string
	effectiveFrom time.Time
}

// gpuMatch is what a price is matched by, the most specific first.
type gpuMatch int

const (
	byUUID gpuMatch = iota
	byNode
	byPool
	byModel
	numGPUMatches
)

var gpuMatches = [numGPUMatches]string{byUUID: "uuid", byNode: "node", byPool: "pool", byModel: "model"}

type fraction struct{ num, den uint64 }

type hostedModelDef struct {
	at      place
	id      string
	match   []string // lower case
	weights Weights
	rates   *priceRow
	// currency of rates.
	currency string
}

// Weights are the relative costs of a prompt and of a generation token, in
// millionths.
type Weights struct{ Input, Output uint64 }

// DefaultWeights are those of models without weights: a generation token takes
// about as much GPU time as four prompt tokens.
var DefaultWeights = Weights{1_000_000, 4_000_000}

func (r *reader) hosted(to *hostedDef) func(place) {
	return func(at place) {
		to.mig = map[string]fraction{}
		r.mapping(at, fields{
			"gpus": r.list(func(at place) { to.gpus = append(to.gpus, r.gpu(at)) }),
			"mig": func(at place) {
				r.entries(at, func(profile string, at place) { to.mig[profile] = r.fraction(at) })
			},
			"models": r.list(func(at place) { to.models = append(to.models, r.hostedModel(at)) }),
		})
	}
}

func (r *reader) gpu(at place) *gpuDef {
	g := &gpuDef{at: at, gpus: 1}
	hour, node, share := false, false, false
	r.mapping(at, fields{
		"match": func(at place) {
			var value string
			if at.Kind != yaml.MappingNode || len(at.Content) != 2 {
				r.fault(at, "must have one of uuid, node, pool and model")
				return
			}
			known := fields{}
			for kind, name := range gpuMatches {
				known[name] = func(at place) {
					r.text(&value)(at)
					g.kind, g.value = gpuMatch(kind), value
				}
			}
			r.mapping(at, known)
		},
		"per_hour":       func(at place) { hour = true; r.decimal(&g.perHour)(at) },
		"per_node_hour":  func(at place) { node = true; r.decimal(&g.perHour)(at) },
		"gpus":           func(at place) { share = true; r.count(&g.gpus)(at) },
		"currency":       r.currency(&g.currency),
		"effective_from": r.instant(&g.effectiveFrom),
	}, "match", "currency", "effective_from")
	if hour == node || share != node {
		r.fault(at, "must have either per_hour, or per_node_hour and gpus")
	}
	return g
}

// fraction reads "1/7" or "1".
func (r *reader) fraction(at place) fraction {
	num, den, _ := strings.Cut(at.Value, "/")
	if den == "" {
		den = "1"
	}
	n, err1 := strconv.ParseUint(num, 10, 16)
	d, err2 := strconv.ParseUint(den, 10, 16)
	if at.Kind != yaml.ScalarNode || at.Tag != "!!str" || err1 != nil || err2 != nil || n == 0 || d == 0 || n > d {
		r.fault(at, "must be a quoted fraction of at most 1 such as \"1/7\"")
		return fraction{1, 1}
	}
	return fraction{n, d}
}

func (r *reader) hostedModel(at place) *hostedModelDef {
	m := &hostedModelDef{at: at, weights: DefaultWeights}
	r.mapping(at, fields{
		"id":    r.text(&m.id),
		"match": r.lowered(&m.match),
		"weights": func(at place) {
			r.mapping(at, fields{"input": r.weight(&m.weights.Input), "output": r.weight(&m.weights.Output)}, "input", "output")
		},
		"rates": func(at place) {
			m.rates = &priceRow{at: at}
			r.mapping(at, fields{
				"currency":       r.currency(&m.currency),
				"effective_from": r.instant(&m.rates.effectiveFrom),
				"per_mtok":       func(at place) { m.rates.perMTok = r.table(tokenClasses, unfedTokenClasses)(at) },
			}, "currency", "effective_from", "per_mtok")
		},
	}, "id", "match")
	return m
}

// weight reads a number or a quoted decimal: a weight is no money.
func (r *reader) weight(to *uint64) func(place) {
	return func(at place) {
		if at.Kind == yaml.ScalarNode && slices.Contains([]string{"!!int", "!!float", "!!str"}, at.Tag) {
			if d, err := money.ParseDecimal(at.Value); err == nil {
				// NewRate gives units of 1e-18, and a weight has 6 decimals.
				if w, err := money.NewRate(d, 1_000_000_000_000); err == nil && w > 0 {
					*to = uint64(w)
					return
				}
			}
		}
		r.fault(at, "must be a number above 0 with at most 6 decimals")
	}
}

// HostedModel is a model that runs on GPUs of one's own.
type HostedModel struct {
	ID      string
	Weights Weights
	plan    *Plan
}

// GPU says which price of an hour holds for a GPU. Any field may be empty.
type GPU struct{ UUID, Node, Pool, Model string }

// hosted is the compiled section self_hosted.
type hosted struct {
	gpus   [numGPUMatches]map[string][]hourPeriod
	mig    map[string]fraction
	models map[string]*HostedModel
}

// hourPeriod ends where the next one of its list begins.
type hourPeriod struct {
	from   int64
	priced bool
	rate   uint64 // femto-EUR per hour
}

func (r *reader) compileHosted(d *document) hosted {
	h := hosted{mig: d.hosted.mig, models: map[string]*HostedModel{}}
	for kind := range h.gpus {
		h.gpus[kind] = map[string][]hourPeriod{}
	}
	rows := slices.SortedStableFunc(slices.Values(d.hosted.gpus), func(a, b *gpuDef) int { return a.effectiveFrom.Compare(b.effectiveFrom) })
	for i, g := range rows {
		to := int64(endOfTime)
		for _, later := range rows[i+1:] {
			if later.kind == g.kind && later.value == g.value {
				to = later.effectiveFrom.UnixNano()
				break
			}
		}
		from := g.effectiveFrom.UnixNano()
		if to == from {
			r.fault(g.at, "another price of the same GPUs has the same effective_from")
			continue
		}
		list := h.gpus[g.kind][g.value]
		list = append(list, hourPeriod{from: from})
		for _, fx := range d.rates(g.currency) {
			if fx.from >= to {
				break
			}
			rate, err := money.NewRate(g.perHour.Mul(fx.rate), 1000*g.gpus)
			if err != nil {
				r.fault(g.at, "the price of an hour is more than 18446 EUR")
			}
			list = append(list, hourPeriod{max(fx.from, from), true, uint64(rate)})
		}
		// Of the rates before the row begins only the last one counts.
		h.gpus[g.kind][g.value] = dropHidden(list)
	}
	for _, m := range d.hosted.models {
		model := &HostedModel{ID: m.id, Weights: m.weights}
		if m.rates != nil {
			c := planCompiler{reader: r, tier: tierDef{factor: money.One()}, tokenFactor: money.One(), callFactor: money.One()}
			model.plan = c.plan(&modelDef{at: m.at, prices: []*priceRow{m.rates}}, d.rates(m.currency))
		}
		for _, name := range append([]string{strings.ToLower(m.id)}, m.match...) {
			if other := h.models[name]; other != nil && other != model {
				r.fault(m.at, "another self-hosted model also matches %q", name)
			}
			h.models[name] = model
		}
	}
	return h
}

// dropHidden keeps the last period of each beginning.
func dropHidden(list []hourPeriod) []hourPeriod {
	slices.SortStableFunc(list, func(a, b hourPeriod) int { return cmp.Compare(a.from, b.from) })
	kept := list[:0]
	for i, p := range list {
		if i+1 == len(list) || list[i+1].from != p.from {
			kept = append(kept, p)
		}
	}
	return kept
}

// HourlyRate returns the price of an hour of a GPU at a time (Unix nanoseconds)
// in femto-EUR, and the time until which it holds. priced is false if the book
// has none.
func (b *Book) HourlyRate(g GPU, at int64) (rate uint64, until int64, priced bool) {
	until = endOfTime
	for kind, value := range [numGPUMatches]string{byUUID: g.UUID, byNode: g.Node, byPool: g.Pool, byModel: g.Model} {
		list := b.hosted.gpus[kind][value]
		for i, p := range list {
			if p.from > at {
				until = min(until, p.from)
				break
			}
			if i+1 == len(list) || list[i+1].from > at {
				if i+1 < len(list) {
					until = min(until, list[i+1].from)
				}
				return p.rate, until, p.priced
			}
		}
	}
	return 0, until, false
}

// Slice returns the part of a GPU that a MIG profile is.
func (b *Book) Slice(profile string) (num, den uint64, ok bool) {
	f, ok := b.hosted.mig[profile]
	return f.num, f.den, ok
}

// Hosted returns the self-hosted model of a name, nil if there is none.
func (b *Book) Hosted(name string) *HostedModel {
	name = strings.ToLower(name)
	if m := b.hosted.models[name]; m != nil {
		return m
	}
	return b.hosted.models[bareModel(name)]
}

// HasGPUs reports whether the book has prices of GPU hours.
func (b *Book) HasGPUs() bool {
	for _, prices := range b.hosted.gpus {
		if len(prices) > 0 {
			return true
		}
	}
	return false
}
