// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpucost

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// State of a GPU or of a slice of it.
type State uint8

// States.
const (
	// Busy: an engine on it had a running request.
	Busy State = iota
	// Idle: engines on it had no running request.
	Idle
	// Unknown: no engine on it told.
	Unknown
	numStates
)

var stateNames = [numStates]string{"busy", "idle", "unknown"}

const (
	femtoHoursPerAtto = 3_600_000_000 // femto-EUR per hour times ns, to atto-EUR
	mJPerKWh          = 3_600_000_000
)

// gpu is a physical GPU. Its clock runs from sighting to sighting.
type gpu struct {
	pricebook.GPU
	last   int64 // Unix nanoseconds
	meter  money.Meter
	slices map[string]*slice // by MIG instance; "" is what no instance has

	energyCost, emissions money.Meter
}

// slice is a MIG instance, or all of a GPU that is not in an instance.
type slice struct {
	instance, profile string
	seen              int64              // Unix nanoseconds
	engines           map[string]*engine // by the engine's own identity
	pending           [numStates]spent
}

// engine is a model server on a slice.
type engine struct {
	model   string
	running float64
	told    int64 // when, in Unix nanoseconds
	seen    int64 // likewise, telling anything
	// tokens since the last flush
	prompt, generation uint64
}

// spent are GPU time and what it cost. Time is in units of 1e-18 s, so that it
// can be divided like money.
type spent struct{ time, cost money.Amount }

func (s *spent) add(other spent) {
	s.time, s.cost = s.time.Add(other.time), s.cost.Add(other.cost)
}

func (g *gpu) slice(instance string) *slice {
	s := g.slices[instance]
	if s == nil {
		s = &slice{instance: instance, engines: map[string]*engine{}}
		g.slices[instance] = s
	}
	return s
}

// advance charges the time from the last sighting to now, unless that is too
// long to say that the GPU was there.
func (g *gpu) advance(now int64, book *pricebook.Book, maxGap time.Duration, found *Findings) {
	from := g.last
	if now <= from {
		return
	}
	g.last = now
	if from == 0 {
		return
	}
	if now-from > int64(maxGap) {
		found.Gaps++
		return
	}
	for from < now {
		rate, until, priced := book.HourlyRate(g.GPU, from)
		to := min(now, until)
		if !priced {
			found.Unpriced += time.Duration(to - from)
		}
		g.spend(to-from, rate, from, book, maxGap)
		from = to
	}
}

// spend divides nanoseconds of the GPU and their cost among its slices. What
// the instances do not take is that of the rest.
func (g *gpu) spend(duration int64, rate uint64, at int64, book *pricebook.Book, maxGap time.Duration) {
	ns := uint64(max(duration, 0))
	rest := spent{time: money.Rate(1e9).Times(ns), cost: g.meter.Add(ns, rate, femtoHoursPerAtto)}
	whole := rest
	divided := false
	for _, s := range g.newestFirst() {
		if s.instance == "" || at-s.seen > int64(maxGap) {
			continue
		}
		divided = true
		num, den, ok := book.Slice(s.profile)
		if !ok {
			continue
		}
		shares := []uint64{num, den - num}
		part := spent{
			time: lesser(whole.time.Split(shares)[0], rest.time),
			cost: lesser(whole.cost.Split(shares)[0], rest.cost),
		}
		rest.time, rest.cost = rest.time.Sub(part.time), rest.cost.Sub(part.cost)
		s.pending[s.state(at, maxGap)].add(part)
	}
	if rest != (spent{}) {
		base := g.slice("")
		state := base.state(at, maxGap)
		if divided && len(base.engines) == 0 {
			state = Idle // no instance, no engine
		}
		base.pending[state].add(rest)
	}
}

// newestFirst returns the slices by when they were seen: those of before a GPU was
// divided anew get what is left.
func (g *gpu) newestFirst() []*slice {
	return slices.SortedFunc(maps.Values(g.slices), func(a, b *slice) int {
		return cmp.Or(cmp.Compare(b.seen, a.seen), cmp.Compare(a.instance, b.instance))
	})
}

func lesser(a, b money.Amount) money.Amount {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// state is what the engines told last, if it is not too long ago.
func (s *slice) state(at int64, maxGap time.Duration) State {
	state := Unknown
	for _, e := range s.engines {
		if e.told == 0 || at-e.told > int64(maxGap) {
			continue
		}
		if e.running > 0 {
			return Busy
		}
		state = Idle
	}
	return state
}

// forget drops the engines that another one took the place of: those that are silent
// while it is not. One that is silent alone is taken to be there still.
func (s *slice) forget(now int64, maxGap time.Duration) {
	silent := func(e *engine) bool { return now-e.seen > int64(maxGap) }
	for _, e := range s.engines {
		if !silent(e) {
			maps.DeleteFunc(s.engines, func(_ string, e *engine) bool { return silent(e) && e.prompt+e.generation == 0 })
			return
		}
	}
}
