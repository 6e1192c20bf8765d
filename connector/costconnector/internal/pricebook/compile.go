// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

const tokensPerPrice = 1_000_000

// builtinStandardTiers name the standard tier with every provider.
var builtinStandardTiers = []string{"", "default", "standard"}

// compile turns a document, and the one it extends if that is not nil, into a
// book. Faults go to the reader; the book is only usable if there are none.
func (r *reader) compile(d, base *document) *Book {
	b := &Book{ID: d.id, Currency: d.currency, Unused: r.unused, Budgets: d.budgets, byName: map[string]*provider{}}
	byID := map[string]*provider{}
	r.checkFX(d)
	for _, def := range d.providers {
		r.checkModels(def)
		p := r.provide(def)
		if byID[def.id] != nil {
			r.fault(def.at, "another provider has the id %q", def.id)
		}
		byID[def.id] = p
		for _, name := range def.names {
			if b.byName[name] != nil {
				r.fault(def.at, "another provider has the name %q", name)
			}
			b.byName[name] = p
		}
		b.providers = append(b.providers, p)
	}
	var extended *extension
	if base != nil {
		extended = r.extend(b, byID, base)
	}
	for _, p := range b.providers {
		for _, id := range p.inheritFrom {
			if parent := byID[id]; parent == nil || parent == p {
				r.fault(p.at, "inherit_models_from: no other provider has the id %q", id)
			} else {
				p.inherit = append(p.inherit, parent)
			}
		}
		extended.inherit(p)
		for _, name := range slices.Sorted(maps.Keys(p.aliases)) {
			if id := p.aliases[name]; p.byID(id) == nil {
				r.fault(p.at, "alias %q: the provider sells no model with the id %q", name, id)
			}
		}
	}
	if len(r.faults) > 0 {
		return nil
	}
	for _, p := range b.providers {
		r.compilePlans(d, p)
	}
	if extended != nil {
		for _, p := range extended.providers {
			r.compilePlans(d, p)
		}
	}
	b.hosted = r.compileHosted(d)
	b.energy = r.compileEnergy(d)
	return b
}

func (r *reader) provide(def *providerDef) *provider {
	p := &provider{providerDef: def, plans: map[planKey]*Plan{}}
	p.index = newIndex(def.models, func(m *modelDef, name string) {
		r.fault(m.at, "another model of the provider also matches %q", name)
	})
	return p
}

// sold returns the models a provider sells: its own, then those it inherits.
func (p *provider) sold() []*modelDef {
	models := slices.Clone(p.models)
	for _, parent := range p.inherit {
		models = append(models, parent.models...)
	}
	return models
}

// source returns the provider that lists the model.
func (p *provider) source(m *modelDef) *provider {
	for _, parent := range p.inherit {
		if slices.Contains(parent.models, m) {
			return parent
		}
	}
	return p
}

// tiers returns the service tiers of a model: its own come before the
// provider's, the provider's before those of the provider it inherits from.
func (p *provider) tiers(m *modelDef) map[string]tierDef {
	all := maps.Clone(p.source(m).providerDef.tiers)
	if all == nil {
		all = map[string]tierDef{}
	}
	maps.Copy(all, p.providerDef.tiers)
	maps.Copy(all, m.tiers)
	return all
}

// tierName returns the lower case name of a tier, empty for the standard tier.
func (p *provider) tierName(m *modelDef, tier string) string {
	tier = strings.ToLower(tier)
	if slices.Contains(builtinStandardTiers, tier) || slices.Contains(p.standardTiers, tier) ||
		slices.Contains(p.source(m).standardTiers, tier) {
		return ""
	}
	return tier
}

func (r *reader) compilePlans(d *document, p *provider) {
	for _, m := range p.sold() {
		currency := p.source(m).currency
		tiers := p.tiers(m)
		for _, name := range slices.Sorted(maps.Keys(tiers)) {
			if p.tierName(m, name) == "" {
				r.fault(tiers[name].at, "%q names the standard tier, which has no price of its own", name)
			}
		}
		tiers[""] = tierDef{factor: money.One()}
		regions := maps.Clone(m.regions)
		if regions == nil {
			regions = map[string]money.Decimal{}
		}
		regions[""] = m.regionDefault
		for region, regionFactor := range regions {
			for name, tier := range tiers {
				c := planCompiler{
					reader:      r,
					tier:        tier,
					tokenFactor: p.discount.Mul(regionFactor).Mul(tier.factor),
					callFactor:  p.discount,
				}
				p.plans[planKey{m, region, name}] = c.plan(m, d.rates(currency))
			}
		}
	}
}

// fxPeriod is an exchange rate and the time from which it is in force.
type fxPeriod struct {
	from int64
	rate money.Decimal
}

func (d *document) rates(currency string) []fxPeriod {
	if currency == d.currency {
		return []fxPeriod{{from: 0, rate: money.One()}}
	}
	var rates []fxPeriod
	for _, row := range d.fx {
		if row.from == currency {
			rates = append(rates, fxPeriod{row.effectiveFrom.UnixNano(), row.rate})
		}
	}
	slices.SortFunc(rates, func(a, b fxPeriod) int { return cmp.Compare(a.from, b.from) })
	return rates
}

// planCompiler compiles the rows of one model for one tier and region.
type planCompiler struct {
	*reader
	tier        tierDef
	tokenFactor money.Decimal
	callFactor  money.Decimal
}

func (c *planCompiler) plan(m *modelDef, fx []fxPeriod) *Plan {
	var plan Plan
	history := m.prices
	if c.tier.prices != nil {
		history = c.tier.prices
	}
	rows := slices.SortedFunc(slices.Values(history), func(a, b *priceRow) int {
		return a.effectiveFrom.Compare(b.effectiveFrom)
	})
	for i, row := range rows {
		from, to := row.effectiveFrom.UnixNano(), int64(endOfTime)
		if !row.effectiveTo.IsZero() {
			to = row.effectiveTo.UnixNano()
		} else if i+1 < len(rows) {
			to = rows[i+1].effectiveFrom.UnixNano()
		}
		if len(fx) == 0 || from < fx[0].from {
			end := to
			if len(fx) > 0 {
				end = min(to, fx[0].from)
			}
			plan.add(period{from: from, to: end, noFX: true})
		}
		for j, rate := range fx {
			end := to
			if j+1 < len(fx) {
				end = min(to, fx[j+1].from)
			}
			if begin := max(from, rate.from); begin < end {
				plan.add(c.period(row, begin, end, rate.rate))
			}
		}
	}
	return &plan
}

func (c *planCompiler) period(row *priceRow, from, to int64, fx money.Decimal) period {
	p := period{from: from, to: to}
	calls := c.table(row.at, row.perCall, c.callFactor.Mul(fx), 1, Table{})
	tokens := func(at place, prices priceTable) Table {
		return c.table(at, prices, c.tokenFactor.Mul(fx), tokensPerPrice, calls)
	}
	flat := c.tier.perMTok
	if flat != nil {
		p.base = tokens(c.tier.at, flat)
	} else {
		p.base = tokens(row.at, row.perMTok)
	}
	for _, over := range row.inputOver {
		table := calls
		// A tier's own prices say nothing of long or off-peak requests, so those
		// stay unpriced.
		if flat == nil {
			table = tokens(over.at, over.perMTok)
		}
		p.over = append(p.over, overTable{over.tokens, table})
	}
	slices.SortFunc(p.over, func(a, b overTable) int { return cmp.Compare(b.tokens, a.tokens) })
	for _, daily := range row.daily {
		table := calls
		if flat == nil {
			table = tokens(daily.at, daily.perMTok)
		}
		p.daily = append(p.daily, dailyTable{int64(daily.from), int64(daily.to), table})
	}
	return p
}

// table adds the rates of prices to those of t.
func (c *planCompiler) table(at place, prices priceTable, factor money.Decimal, units uint64, t Table) Table {
	for class, price := range prices {
		rate, err := money.NewRate(price.Mul(factor), units)
		if err != nil {
			c.fault(at, "the price of %s %v", class, err)
		}
		t.rates[class] = rate
		t.has = t.has.With(class)
	}
	t.billedAs()
	return t
}

func (r *reader) checkFX(d *document) {
	type key struct {
		from string
		at   time.Time
	}
	seen := map[key]bool{}
	for _, row := range d.fx {
		k := key{row.from, row.effectiveFrom}
		switch {
		case seen[k]:
			r.fault(row.at, "another rate for %s has the same effective_from", row.from)
		case row.rate.IsZero():
			r.fault(row.at, "rate must not be 0")
		case row.from == d.currency:
			r.fault(row.at, "from must differ from the book's currency")
		}
		seen[k] = true
	}
}

func (r *reader) checkModels(p *providerDef) {
	ids := map[string]bool{}
	for _, m := range p.models {
		if ids[m.id] {
			r.fault(m.at, "another model of the provider has the id %q", m.id)
		}
		ids[m.id] = true
		if len(m.prices) == 0 {
			r.fault(m.at, "prices must have at least one entry")
		}
		r.checkHistory(m.prices)
		for _, name := range slices.Sorted(maps.Keys(m.tiers)) {
			r.checkHistory(m.tiers[name].prices)
			for _, row := range m.prices {
				r.checkComplete(m.tiers[name].at, row.perMTok, m.tiers[name].perMTok)
			}
		}
	}
	for _, tier := range p.tiers {
		if tier.prices != nil {
			r.fault(tier.at, "prices belong to a model: the tier of a provider has a multiplier or per_mtok")
		}
	}
}

func (r *reader) checkHistory(prices []*priceRow) {
	for _, row := range prices {
		r.checkRow(row)
	}
	rows := slices.SortedFunc(slices.Values(prices), func(a, b *priceRow) int {
		return a.effectiveFrom.Compare(b.effectiveFrom)
	})
	for i, row := range rows {
		if !row.effectiveTo.IsZero() && !row.effectiveTo.After(row.effectiveFrom) {
			r.fault(row.at, "effective_to must be after effective_from")
		}
		if i == 0 {
			continue
		}
		before := rows[i-1]
		if row.effectiveFrom.Equal(before.effectiveFrom) {
			r.fault(row.at, "another price of the model has the same effective_from")
		} else if before.effectiveTo.After(row.effectiveFrom) {
			r.fault(before.at, "effective_to is after the effective_from of the next price")
		}
	}
}

func (r *reader) checkRow(row *priceRow) {
	if len(row.inputOver) > 0 && len(row.daily) > 0 {
		r.fault(row.at, "input_over and daily cannot be combined")
	}
	thresholds := map[uint64]bool{}
	for _, over := range row.inputOver {
		if thresholds[over.tokens] {
			r.fault(over.at, "another entry has the same number of tokens")
		}
		thresholds[over.tokens] = true
		r.checkComplete(over.at, row.perMTok, over.perMTok)
	}
	var taken [24 * 60]bool
	for _, daily := range row.daily {
		r.checkComplete(daily.at, row.perMTok, daily.perMTok)
		if daily.from == daily.to {
			r.fault(daily.at, "from and to must differ")
		}
		for minute := daily.from; minute != daily.to; minute = (minute + 1) % len(taken) {
			if taken[minute] {
				r.fault(daily.at, "overlaps another entry")
				break
			}
			taken[minute] = true
		}
	}
}

// checkComplete faults a table that leaves out a class of the one it replaces:
// the class would be billed as its parent, which is rarely meant.
func (r *reader) checkComplete(at place, base, table priceTable) {
	if table == nil {
		return
	}
	for class := range NumClasses {
		_, inBase := base[class]
		if _, ok := table[class]; inBase && !ok {
			r.fault(at, "per_mtok has no price for %s, which the prices it replaces have", class)
		}
	}
}
