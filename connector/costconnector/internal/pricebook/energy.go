// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package pricebook

import (
	"time"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// Energy is what a kilowatt-hour at the GPU costs.
type Energy struct {
	// PerKWh is in EUR, with what cooling and conversion take on top.
	PerKWh money.Rate
	// Charged is false if the price of a GPU hour includes energy.
	Charged bool
	// PicogramsPerKWh of CO2 equivalent, with the same on top; 0 if not given.
	PicogramsPerKWh uint64
	from            int64
}

func (r *reader) energy(to **energyDef) func(place) {
	return func(at place) {
		e := &energyDef{at: at, pue: money.One()}
		*to = e
		r.mapping(at, fields{
			"currency":             r.currency(&e.currency),
			"per_kwh":              r.decimal(&e.perKWh),
			"pue":                  r.decimal(&e.pue),
			"gco2_per_kwh":         r.decimal(&e.grams),
			"included_in_gpu_hour": r.boolean(&e.included),
			"effective_from":       r.instant(&e.effectiveFrom),
		}, "currency", "per_kwh")
	}
}

type energyDef struct {
	at                 place
	currency           string
	perKWh, pue, grams money.Decimal
	included           bool
	effectiveFrom      time.Time
}

func (r *reader) compileEnergy(d *document) *Energy {
	def := d.energy
	if def == nil {
		return nil
	}
	if def.currency != d.currency {
		r.fault(def.at, "currency must be the book's, %s", d.currency)
	}
	rate, err := money.NewRate(def.perKWh.Mul(def.pue), 1)
	if err != nil {
		r.fault(def.at, "the price of a kilowatt-hour %v", err)
	}
	grams, err := money.NewRate(def.grams.Mul(def.pue), 1_000_000)
	if err != nil {
		r.fault(def.at, "gco2_per_kwh is too high")
	}
	e := &Energy{PerKWh: rate, Charged: !def.included, PicogramsPerKWh: uint64(grams)}
	if !def.effectiveFrom.IsZero() {
		e.from = def.effectiveFrom.UnixNano()
	}
	return e
}

// Energy returns the price of energy at a time (Unix nanoseconds), nil if the
// book has none.
func (b *Book) Energy(at int64) *Energy {
	if b.energy == nil || at < b.energy.from {
		return nil
	}
	return b.energy
}
