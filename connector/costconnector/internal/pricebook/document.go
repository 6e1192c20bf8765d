// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// document is a price book as written.
type document struct {
	id        string
	currency  string
	extends   string
	fx        []fxRow
	providers []*providerDef
	hosted    hostedDef
	energy    *energyDef
	budgets   []Budget
}

// fxRow: one unit of from is worth rate units of the book's currency.
type fxRow struct {
	at            place
	from          string
	rate          money.Decimal
	effectiveFrom time.Time
}

type providerDef struct {
	at            place
	id            string
	names         []string // lower case
	currency      string
	discount      money.Decimal // factor on every list price
	standardTiers []string      // lower case
	tiers         map[string]tierDef
	inheritFrom   []string
	aliases       map[string]string // lower case name -> model id
	models        []*modelDef
}

// tierDef is a factor on the token prices or, if it is not nil, a table that
// takes their place, or a history that takes the place of the model's.
type tierDef struct {
	at      place
	factor  money.Decimal
	perMTok priceTable
	prices  []*priceRow
}

type modelDef struct {
	at            place
	id            string
	match         []string // lower case, a trailing * is a pattern
	rules         []rule
	versions      bool
	regions       map[string]money.Decimal // prefix in lower case -> factor
	regionDefault money.Decimal
	tiers         map[string]tierDef
	prices        []*priceRow
}

type priceRow struct {
	at                         place
	effectiveFrom, effectiveTo time.Time // effectiveTo is zero for an open end
	perMTok                    priceTable
	perCall                    priceTable
	inputOver                  []overDef
	daily                      []dailyDef
}

// overDef replaces perMTok when the input, cached tokens included, has more
// than this number of tokens.
type overDef struct {
	at      place
	tokens  uint64
	perMTok priceTable
}

// dailyDef replaces perMTok in the half-open UTC window [from, to), which may
// wrap around midnight.
type dailyDef struct {
	at       place
	from, to int // minute of the day
	perMTok  priceTable
}

type priceTable map[Class]money.Decimal

func (r *reader) document(at place) *document {
	var d document
	var version uint64
	r.mapping(at, fields{
		"version": func(at place) {
			if r.count(&version)(at); version > 1 {
				r.fault(at, "must be 1")
			}
		},
		"id":       r.text(&d.id),
		"currency": r.currency(&d.currency),
		"fx":       r.list(func(at place) { d.fx = append(d.fx, r.fx(at)) }),
		"providers": r.list(func(at place) {
			d.providers = append(d.providers, r.provider(at))
		}),
		"extends":     r.oneOf(&d.extends, "none", "builtin"),
		"self_hosted": r.hosted(&d.hosted),
		"energy":      r.energy(&d.energy),
		"budgets":     r.list(func(at place) { d.budgets = append(d.budgets, r.budget(at)) }),
	}, "version", "id", "currency", "providers")
	return &d
}

func (r *reader) fx(at place) fxRow {
	row := fxRow{at: at}
	var source string
	r.mapping(at, fields{
		"from":           r.currency(&row.from),
		"rate":           r.decimal(&row.rate),
		"effective_from": r.instant(&row.effectiveFrom),
		"source":         r.text(&source),
	}, "from", "rate", "effective_from")
	return row
}

func (r *reader) provider(at place) *providerDef {
	p := &providerDef{at: at, discount: money.One(), aliases: map[string]string{}}
	r.mapping(at, fields{
		"id":                  r.text(&p.id),
		"names":               r.lowered(&p.names),
		"currency":            r.currency(&p.currency),
		"discount":            r.decimal(&p.discount),
		"standard_tiers":      r.lowered(&p.standardTiers),
		"service_tiers":       r.tiers(&p.tiers),
		"inherit_models_from": r.texts(&p.inheritFrom),
		"aliases": func(at place) {
			r.entries(at, func(name string, at place) {
				var id string
				r.text(&id)(at)
				p.aliases[strings.ToLower(name)] = id
			})
		},
		"models": r.list(func(at place) { p.models = append(p.models, r.model(at)) }),
	}, "id", "names", "currency")
	return p
}

func (r *reader) model(at place) *modelDef {
	m := &modelDef{at: at, regionDefault: money.One()}
	if r.builtin {
		r.mapping(at, fields{
			"id":            r.text(&m.id),
			"rules":         r.rules(&m.rules),
			"service_tiers": r.tiers(&m.tiers),
			"prices":        r.list(func(at place) { m.prices = append(m.prices, r.price(at)) }),
		}, "id", "rules", "prices")
		return m
	}
	r.mapping(at, fields{
		"id":              r.text(&m.id),
		"match":           r.lowered(&m.match),
		"versions":        r.boolean(&m.versions),
		"region_prefixes": r.regions(&m.regions),
		"region_default":  r.decimal(&m.regionDefault),
		"service_tiers":   r.tiers(&m.tiers),
		"prices":          r.list(func(at place) { m.prices = append(m.prices, r.price(at)) }),
	}, "id", "match", "prices")
	for _, name := range m.match {
		if literal := strings.TrimSuffix(name, "*"); literal == "" || strings.ContainsAny(literal, "*?[") {
			r.fault(at, "match %q must be a name, or the start of a name followed by one *", name)
		}
	}
	return m
}

func (r *reader) regions(to *map[string]money.Decimal) func(place) {
	return func(at place) {
		*to = map[string]money.Decimal{}
		r.entries(at, func(prefix string, at place) {
			var factor money.Decimal
			r.decimal(&factor)(at)
			(*to)[strings.ToLower(prefix)] = factor
		})
	}
}

func (r *reader) tiers(to *map[string]tierDef) func(place) {
	return func(at place) {
		*to = map[string]tierDef{}
		r.entries(at, func(name string, at place) {
			tier := tierDef{at: at, factor: money.One()}
			seen := 0
			r.mapping(at, fields{
				"multiplier": func(at place) { seen++; r.decimal(&tier.factor)(at) },
				"per_mtok":   func(at place) { seen++; tier.perMTok = r.table(tokenClasses, unfedTokenClasses)(at) },
				"prices": func(at place) {
					seen++
					r.list(func(at place) { tier.prices = append(tier.prices, r.price(at)) })(at)
					if at.Kind == yaml.SequenceNode && len(at.Content) == 0 {
						r.fault(at, "must have at least one entry")
					}
				},
			})
			if seen != 1 {
				r.fault(at, "must have one of multiplier, per_mtok and prices")
			}
			(*to)[strings.ToLower(name)] = tier
		})
	}
}

func (r *reader) price(at place) *priceRow {
	row := &priceRow{at: at}
	var source string
	var checked time.Time
	tokens := r.table(tokenClasses, unfedTokenClasses)
	calls := r.table(callClasses, unfedCallClasses)
	r.mapping(at, fields{
		"effective_from": r.instant(&row.effectiveFrom),
		"effective_to":   r.instant(&row.effectiveTo),
		"source":         r.text(&source),
		"checked":        r.instant(&checked),
		"per_mtok":       func(at place) { row.perMTok = tokens(at) },
		"per_call":       func(at place) { row.perCall = calls(at) },
		"input_over": r.list(func(at place) {
			over := overDef{at: at}
			r.mapping(at, fields{
				"tokens":   r.count(&over.tokens),
				"per_mtok": func(at place) { over.perMTok = tokens(at) },
			}, "tokens", "per_mtok")
			row.inputOver = append(row.inputOver, over)
		}),
		"daily": r.list(func(at place) {
			daily := dailyDef{at: at}
			r.mapping(at, fields{
				"from":     r.minuteOfDay(&daily.from),
				"to":       r.minuteOfDay(&daily.to),
				"per_mtok": func(at place) { daily.perMTok = tokens(at) },
			}, "from", "to", "per_mtok")
			row.daily = append(row.daily, daily)
		}),
	}, "effective_from", "per_mtok")
	return row
}

func (r *reader) table(known map[string]Class, unfed []string) func(place) priceTable {
	return func(at place) priceTable {
		table := priceTable{}
		r.entries(at, func(name string, at place) {
			class, ok := known[name]
			switch {
			case slices.Contains(unfed, name):
				var price money.Decimal
				r.decimal(&price)(at)
				r.unused = append(r.unused, at.path)
			case !ok:
				r.fault(at, "unknown class: it must be one of %s", strings.Join(append(slices.Sorted(maps.Keys(known)), unfed...), ", "))
			default:
				var price money.Decimal
				r.decimal(&price)(at)
				table[class] = price
			}
		})
		if at.Kind == yaml.MappingNode && len(at.Content) == 0 && !r.builtin {
			r.fault(at, "must name at least one class")
		}
		return table
	}
}

func (r *reader) lowered(to *[]string) func(place) {
	return func(at place) {
		r.texts(to)(at)
		for i, s := range *to {
			(*to)[i] = strings.ToLower(s)
		}
		if at.Kind == yaml.SequenceNode && len(at.Content) == 0 {
			r.fault(at, "must have at least one entry")
		}
	}
}
