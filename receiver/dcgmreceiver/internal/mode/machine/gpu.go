// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package machine

import "time"

// gpu is the state of one GPU.
type gpu struct {
	uuid    string
	present bool
	mode    Mode
	// since is when the mode began.
	since time.Time
	order *order
	// cooldown is when alerts may start an incident again.
	cooldown time.Time
	// spent is when MaxDuration last ended an incident: alerts that fired until then
	// start no other one.
	spent time.Time
	// transitions are the latest ones, at most TransitionsPerHour.
	transitions []time.Time
	// started and ended say what changed the mode last, and what would explain the
	// end of the incident.
	started Transition
	ended   ending
	// cause is the alert that calls for an incident, set anew in every step.
	cause *alert
}

type order struct {
	mode  Mode
	until time.Time
}

type ending struct {
	reason Reason
	alert  Key
	name   string
}

// consider makes an alert the cause if it counts and fired before the one so far.
func (g *gpu) consider(a *alert) {
	if a.firedAt.After(g.spent) && (g.cause == nil || a.firedAt.Before(g.cause.firedAt)) {
		g.cause = a
	}
}

func (g *gpu) endOrder(reason Reason) {
	if g.order.mode == Incident {
		g.ended = ending{reason: reason}
	}
	g.order = nil
}

// step makes the transition that is due, if there is one.
func (g *gpu) step(now time.Time, l Limits) (Transition, bool) {
	if g.order != nil && !g.order.until.After(now) {
		g.endOrder(ReasonManualExpired)
	}
	if g.mode == Steady {
		return g.stepSteady(now, l)
	}
	return g.stepIncident(now, l)
}

func (g *gpu) stepSteady(now time.Time, l Limits) (Transition, bool) {
	switch {
	case g.order != nil && g.order.mode == Incident && g.present:
		return g.change(now, l, Transition{To: Incident, Reason: ReasonManual}), true
	case g.cause != nil && g.present && g.heldBack(now, l) == "":
		return g.change(now, l, Transition{
			To: Incident, Reason: Reason(g.cause.Key.Source), Alert: g.cause.Key, Name: g.cause.Name,
		}), true
	}
	return Transition{}, false
}

func (g *gpu) stepIncident(now time.Time, l Limits) (Transition, bool) {
	t := Transition{To: Steady}
	switch {
	case g.order != nil && g.order.mode == Incident:
		return t, false
	case g.order != nil:
		t.Reason = ReasonManual
	case g.cause == nil:
		if !g.ended.manual() && now.Before(g.since.Add(l.MinDuration)) {
			return t, false
		}
		t.Reason, t.Alert, t.Name = g.ended.reason, g.ended.alert, g.ended.name
		if t.Reason == "" {
			// The alert still fires, but is no longer about this GPU.
			t.Reason = ReasonResolved
		}
	case !now.Before(g.since.Add(l.MaxDuration)):
		t.Reason, t.Alert, t.Name = ReasonMaxDuration, g.cause.Key, g.cause.Name
		g.cooldown, g.spent = now.Add(l.Cooldown), now
		g.cause = nil
	default:
		return t, false
	}
	return g.change(now, l, t), true
}

func (e ending) manual() bool {
	return e.reason == ReasonManual || e.reason == ReasonManualExpired
}

func (g *gpu) change(now time.Time, l Limits, t Transition) Transition {
	t.GPU = g.uuid
	g.mode, g.since, g.started, g.ended = t.To, now, t, ending{}
	g.transitions = append(g.transitions, now)
	if extra := len(g.transitions) - l.TransitionsPerHour; extra > 0 {
		g.transitions = append(g.transitions[:0], g.transitions[extra:]...)
	}
	return t
}

// heldBack says why an alert starts no incident now; empty: it does, or one runs.
func (g *gpu) heldBack(now time.Time, l Limits) Outcome {
	switch {
	case g.order != nil && g.order.mode == Steady:
		return Muted
	case g.mode == Incident:
		return ""
	case now.Before(g.cooldown):
		return Cooldown
	case now.Before(g.budget(now, l)):
		return RateLimited
	}
	return ""
}

// budget returns when the start and the end of another incident are within
// TransitionsPerHour; zero: now.
func (g *gpu) budget(now time.Time, l Limits) time.Time {
	g.trim(now)
	// So many of the latest transitions must be more than an hour ago.
	surplus := len(g.transitions) - (l.TransitionsPerHour - 2)
	if surplus <= 0 {
		return time.Time{}
	}
	return g.transitions[surplus-1].Add(time.Hour)
}

// trim forgets the transitions that are an hour old.
func (g *gpu) trim(now time.Time) {
	old := 0
	for old < len(g.transitions) && !g.transitions[old].After(now.Add(-time.Hour)) {
		old++
	}
	g.transitions = append(g.transitions[:0], g.transitions[old:]...)
}

// wake returns when the GPU may have to change its mode by itself; zero: never.
func (g *gpu) wake(now time.Time, l Limits) time.Time {
	switch {
	case g.order != nil:
		return g.order.until
	case g.mode == Incident && g.cause == nil:
		return g.since.Add(l.MinDuration)
	case g.mode == Incident:
		return g.since.Add(l.MaxDuration)
	case g.cause == nil || !g.present:
		return time.Time{}
	case now.Before(g.cooldown):
		return g.cooldown
	}
	return g.budget(now, l)
}

// idle reports whether nothing is lost when the GPU, which is gone, is forgotten.
func (g *gpu) idle(now time.Time) bool {
	if g.present || g.mode == Incident || g.order != nil || now.Before(g.cooldown) {
		return false
	}
	g.trim(now)
	return len(g.transitions) == 0
}
