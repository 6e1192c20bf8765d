// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package gpucost

import (
	"time"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/money"
)

// recent is what a model cost and did since the last export, and in the window
// before.
type recent struct {
	cost [numStates]money.Amount
	used tokens

	window []sample // oldest first
}

type sample struct {
	at   time.Time
	cost [numStates]money.Amount
	used tokens
}

// turn ends an export interval.
func (r *recent) turn(now time.Time, window time.Duration) {
	r.window = append(r.window, sample{now, r.cost, r.used})
	r.cost, r.used = [numStates]money.Amount{}, tokens{}
	for len(r.window) > 0 && now.Sub(r.window[0].at) >= window {
		r.window = r.window[1:]
	}
}

// sum returns the cost of the window, with idle time and without it, and its
// tokens.
func (r *recent) sum() (all, busy money.Amount, used tokens) {
	for _, s := range r.window {
		for state, cost := range s.cost {
			all = all.Add(cost)
			if State(state) != Idle {
				busy = busy.Add(cost)
			}
		}
		used.add(s.used.prompt, s.used.generation)
	}
	return all, busy, used
}
