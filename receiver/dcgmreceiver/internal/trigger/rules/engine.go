// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package rules watches the values that the receiver reads and says when a rule
// fires.
package rules

import (
	"math"
	"slices"
	"time"
)

// Sample is a value of one field of one GPU.
type Sample struct {
	// UUID of the physical GPU.
	UUID string
	// Instance is the GPU instance id of a MIG device; empty: the whole GPU.
	Instance string
	// Field is the name of the DCGM field.
	Field string
	// Value in the unit of DCGM.
	Value float64
	// At is when DCGM took the sample. One that is not newer than the last one of the
	// same GPU, instance and field is skipped.
	At time.Time
}

// Event says that a rule fires for a GPU, with every sample that meets its condition,
// or that it has ended. A rule with keep_firing_for ends by itself.
type Event struct {
	Rule           *Config
	UUID, Instance string
	Firing         bool
}

// Engine evaluates rules. It is not safe for concurrent use.
type Engine struct {
	rules   []Config
	byField map[string][]*rule
	// silence is how long samples may be missing within the time of for.
	silence time.Duration
}

type rule struct {
	config *Config
	states map[source]*state
}

type source struct{ uuid, instance string }

type state struct {
	last   time.Time
	since  time.Time // zero: the last sample did not meet the condition
	firing bool
}

// NewEngine returns an engine. After silence without samples, a rule that has not
// fired yet starts anew.
func NewEngine(configs []Config, silence time.Duration) *Engine {
	e := &Engine{rules: slices.Clone(configs), byField: map[string][]*rule{}, silence: silence}
	for i := range e.rules {
		c := &e.rules[i]
		e.byField[c.Field] = append(e.byField[c.Field], &rule{config: c, states: map[source]*state{}})
	}
	return e
}

// Fields returns the names of the fields that the rules need, sorted.
func (e *Engine) Fields() []string {
	fields := make([]string, 0, len(e.byField))
	for field := range e.byField {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	return fields
}

// Observe evaluates samples, which are in the order of their time for each GPU and
// field, and appends what happened to events.
func (e *Engine) Observe(samples []Sample, events []Event) []Event {
	if len(e.rules) == 0 {
		return events
	}
	for i := range samples {
		s := &samples[i]
		for _, r := range e.byField[s.Field] {
			events = r.observe(s, e.silence, events)
		}
	}
	return events
}

func (r *rule) observe(s *Sample, silence time.Duration, events []Event) []Event {
	key := source{s.UUID, s.Instance}
	st, ok := r.states[key]
	if !ok {
		st = &state{}
		r.states[key] = st
	}
	if math.IsNaN(s.Value) || !s.At.After(st.last) {
		return events
	}
	gap := s.At.Sub(st.last)
	st.last = s.At
	if !r.config.Comparison.holds(s.Value, r.config.Value) {
		st.since = time.Time{}
		if st.firing && r.config.KeepFiringFor == 0 {
			events = append(events, Event{Rule: r.config, UUID: s.UUID, Instance: s.Instance})
		}
		st.firing = false
		return events
	}
	if st.since.IsZero() || gap > silence {
		st.since = s.At
	}
	if s.At.Sub(st.since) >= r.config.For {
		st.firing = true
		events = append(events, Event{Rule: r.config, UUID: s.UUID, Instance: s.Instance, Firing: true})
	}
	return events
}
