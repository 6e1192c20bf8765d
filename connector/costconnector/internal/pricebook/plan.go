// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"math"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// Table holds one rate per class, currency conversion and every factor included.
type Table struct {
	has    ClassSet
	rates  [NumClasses]money.Rate
	as     [NumClasses]Class
	moved  ClassSet // those that are billed as another class
	priced ClassSet // those that are billed as a class with a rate
}

// billedAs sets the class that each class is billed as: itself if it has a rate,
// or else the nearest that it is part of.
func (t *Table) billedAs() {
	t.moved, t.priced = 0, 0
	for c := range NumClasses {
		as := c
		for !t.has.Has(as) && as.Parent() != as {
			as = as.Parent()
		}
		t.as[c] = as
		if as != c {
			t.moved = t.moved.With(c)
		}
		if t.has.Has(as) {
			t.priced = t.priced.With(c)
		}
	}
}

// Priced returns the classes that have a rate or are billed as one that has.
func (t *Table) Priced() ClassSet { return t.priced }

// BilledAs returns the class that c is billed as: itself if it has a rate, or else the
// nearest class that it is part of and that has one, or input or output.
func (t *Table) BilledAs(c Class) Class { return t.as[c] }

// Bill moves the units of each class into the class that they are billed as. It
// returns the classes that were seen, moved likewise.
func (t *Table) Bill(units *[NumClasses]uint64, seen ClassSet) (billed ClassSet) {
	billed = seen
	for rest := seen & t.moved; rest != 0; rest = rest.Rest() {
		class := rest.First()
		as := t.as[class]
		units[as] += units[class]
		units[class] = 0
		billed = billed.Without(class).With(as)
	}
	return billed
}

// Has returns the classes that have a rate. A rate of 0 is a rate.
func (t *Table) Has() ClassSet { return t.has }

// Rate returns the price of one token or call of class c, 0 if it has none.
func (t *Table) Rate(c Class) money.Rate { return t.rates[c] }

// Plan is the price history of one model as sold by one provider in one
// service tier and region. It is immutable.
type Plan struct {
	usual usual
	// newest is apart from the others because requests are nearly always priced by it.
	newest period
	older  []period // ascending, without overlap
}

// usual is when the base prices of the newest period hold, and up to how many
// tokens of input. Most requests are inside of it, whatever their model.
type usual struct {
	from, to int64 // Unix nanoseconds, half-open
	upTo     uint64
}

// add adds a period after all others.
func (p *Plan) add(newest period) {
	if p.newest.from < p.newest.to { // not one without length, as that of a new plan
		p.older = append(p.older, p.newest)
	}
	p.newest = newest
	p.usual = newest.usual()
}

// period is a span of time in which neither price nor exchange rate changes.
type period struct {
	from, to int64 // Unix nanoseconds, half-open
	noFX     bool
	base     Table
	over     []overTable  // highest threshold first
	daily    []dailyTable // without overlap
}

type overTable struct {
	tokens uint64
	table  Table
}

type dailyTable struct {
	from, to int64 // minutes, from may be after to
	table    Table
}

// usual is empty if no prices of the period hold at all hours.
func (p *period) usual() usual {
	switch {
	case p.noFX || len(p.daily) > 0:
		return usual{}
	case len(p.over) > 0:
		return usual{p.from, p.to, p.over[len(p.over)-1].tokens}
	default:
		return usual{p.from, p.to, math.MaxUint64}
	}
}

// At returns the prices of a request that started at the given time (Unix
// nanoseconds) and had inputTokens tokens of input, cached ones included.
func (p *Plan) At(start int64, inputTokens uint64) (*Table, Reason) {
	if u := &p.usual; start >= u.from && start < u.to && inputTokens <= u.upTo {
		return &p.newest.base, Priced
	}
	period := &p.newest
	for i := len(p.older) - 1; start < period.from && i >= 0; i-- {
		period = &p.older[i]
	}
	if start < period.from || start >= period.to {
		return nil, NoPriceAtTime
	}
	return period.table(start, inputTokens)
}

func (p *period) table(start int64, inputTokens uint64) (*Table, Reason) {
	if p.noFX {
		return nil, NoFXRate
	}
	for i := range p.over {
		if inputTokens > p.over[i].tokens {
			return &p.over[i].table, Priced
		}
	}
	if len(p.daily) > 0 {
		const minute, day = 60_000_000_000, 24 * 60
		now := start / minute % day
		for i := range p.daily {
			if p.daily[i].covers(now) {
				return &p.daily[i].table, Priced
			}
		}
	}
	return &p.base, Priced
}

func (d *dailyTable) covers(minute int64) bool {
	if d.from <= d.to {
		return d.from <= minute && minute < d.to
	}
	return d.from <= minute || minute < d.to
}

const endOfTime = math.MaxInt64
