// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package machine decides which GPUs are in incident mode. It is pure: time
// comes in with every call, nothing runs by itself, nothing is logged.
//
// Alerts and orders go in by [Machine.Fire], [Machine.Resolve], [Machine.Order]
// and [Machine.Release]; [Machine.Step] then makes the transitions that are due
// and [Machine.Next] says when it must be called again at the latest.
package machine

import (
	"container/list"
	"slices"
	"time"
)

// Mode is how fast a GPU is sampled.
type Mode uint8

// The modes.
const (
	Steady Mode = iota
	Incident
)

func (m Mode) String() string {
	if m == Incident {
		return "incident"
	}
	return "steady"
}

// Limits bound how long and how often a GPU is in incident mode.
type Limits struct {
	// MinDuration is how long an incident lasts at least, unless an order ends it.
	MinDuration time.Duration
	// MaxDuration is how long an incident lasts at most. The alerts that held it
	// then start no other one until they fire anew.
	MaxDuration time.Duration
	// Cooldown is how long no alert starts an incident after MaxDuration ended one.
	Cooldown time.Duration
	// AlertTTL is how long an alert counts after the last time it was reported.
	AlertTTL time.Duration
	// TransitionsPerHour of one GPU, in both directions. Alerts start an incident
	// only if its end is within the limit too. At least 2.
	TransitionsPerHour int
	// MaxAlerts is how many alerts are tracked. The one not reported for longest
	// makes room for a new one. At least 1.
	MaxAlerts int
}

// Key tells alerts apart.
type Key struct {
	// Source is what kind of trigger reported the alert.
	Source string
	// Origin tells several triggers of one kind apart.
	Origin int
	// Fingerprint identifies the alert at its origin.
	Fingerprint string
}

// Alert is one report that an alert fires.
type Alert struct {
	Key Key
	// Name is for people: the label alertname, the name of a rule.
	Name string
	// StartsAt is when the alert began to fire, as its origin says; zero: unknown. A
	// later StartsAt of a known alert says that it fired anew in between.
	StartsAt time.Time
	// KeepFiring is how long this alert counts after a report; zero: AlertTTL.
	KeepFiring time.Duration
	// GPUs are the UUIDs of the GPUs that the alert is about; nil: all of the node.
	GPUs []string
}

// Outcome is what became of a report.
type Outcome string

// The outcomes.
const (
	// Accepted: a new alert, and at least one of its GPUs is in incident mode or goes there.
	Accepted Outcome = "accepted"
	// Repeated: the alert was known.
	Repeated Outcome = "repeated"
	// Cooldown, RateLimited, Muted: a new alert that cannot start an incident yet,
	// because of the cooldown, of the transitions per hour or of an order. It does so
	// later if it still fires then.
	Cooldown    Outcome = "cooldown"
	RateLimited Outcome = "rate_limited"
	Muted       Outcome = "muted"
	// Resolved: the alert was known and has ended.
	Resolved Outcome = "resolved"
	// Unknown: the end of an alert that was not known.
	Unknown Outcome = "unknown"
)

// Reason says why a GPU changed its mode. To incident it is the source of the
// alert, or ReasonManual.
type Reason string

// Reasons of transitions.
const (
	ReasonManual        Reason = "manual"
	ReasonManualExpired Reason = "manual_expired"
	ReasonResolved      Reason = "resolved"
	ReasonExpired       Reason = "expired"
	ReasonMaxDuration   Reason = "max_duration"
	// ReasonEvicted: too many alerts were tracked.
	ReasonEvicted Reason = "evicted"
)

// Transition is one change of the mode of one GPU.
type Transition struct {
	GPU    string
	To     Mode
	Reason Reason
	// Alert is what started the incident, or what ended last before it ended. Its
	// fields are empty if an order did it.
	Alert Key
	Name  string
}

// Machine holds the state of all GPUs of a node. It is not safe for concurrent use.
type Machine struct {
	limits  Limits
	gpus    []*gpu
	byUUID  map[string]*gpu
	alerts  map[Key]*list.Element // of *alert
	reports *list.List            // the alert reported longest ago stands first
	evicted int
	next    time.Time
}

type alert struct {
	Alert
	firedAt  time.Time
	lastSeen time.Time
	expires  time.Time
}

// New returns a machine without GPUs.
func New(limits Limits) *Machine {
	return &Machine{
		limits:  limits,
		byUUID:  map[string]*gpu{},
		alerts:  map[Key]*list.Element{},
		reports: list.New(),
	}
}

// SetGPUs says which GPUs the node has. One that is gone starts no incident; it
// keeps its place until its limits are spent, so that a GPU that comes and goes
// stays within them.
func (m *Machine) SetGPUs(uuids []string) {
	for _, g := range m.gpus {
		g.present = slices.Contains(uuids, g.uuid)
	}
	for _, uuid := range uuids {
		if _, ok := m.byUUID[uuid]; !ok {
			g := &gpu{uuid: uuid, present: true}
			m.gpus = append(m.gpus, g)
			m.byUUID[uuid] = g
		}
	}
}

// Fire takes one report of a firing alert.
func (m *Machine) Fire(now time.Time, report Alert) Outcome {
	expires := now.Add(m.limits.AlertTTL)
	if report.KeepFiring > 0 {
		expires = now.Add(report.KeepFiring)
	}
	if e, ok := m.alerts[report.Key]; ok {
		known := e.Value.(*alert)
		if !report.StartsAt.After(known.StartsAt) && known.expires.After(now) {
			known.Alert, known.lastSeen, known.expires = report, now, expires
			m.reports.MoveToBack(e)
			return Repeated
		}
		m.forget(e)
	}
	if m.reports.Len() >= m.limits.MaxAlerts {
		m.end(m.reports.Front(), ReasonEvicted)
		m.evicted++
	}
	a := &alert{Alert: report, firedAt: now, lastSeen: now, expires: expires}
	m.alerts[report.Key] = m.reports.PushBack(a)
	return m.outcome(now, a)
}

// outcome says whether a new alert starts or joins an incident somewhere.
func (m *Machine) outcome(now time.Time, a *alert) Outcome {
	outcome := Accepted
	for g := range m.covered(a) {
		if !g.present {
			continue
		}
		if outcome = g.heldBack(now, m.limits); outcome == "" {
			return Accepted
		}
	}
	return outcome
}

// Resolve takes the report that an alert has ended.
func (m *Machine) Resolve(key Key) Outcome {
	e, ok := m.alerts[key]
	if !ok {
		return Unknown
	}
	m.end(e, ReasonResolved)
	return Resolved
}

// ResolveAbsent resolves the alerts of an origin that are not among present, and
// returns how many.
func (m *Machine) ResolveAbsent(source string, origin int, present map[string]struct{}) int {
	n := 0
	for e := m.reports.Front(); e != nil; {
		next := e.Next()
		key := e.Value.(*alert).Key
		if _, ok := present[key.Fingerprint]; !ok && key.Source == source && key.Origin == origin {
			m.end(e, ReasonResolved)
			n++
		}
		e = next
	}
	return n
}

// Order puts a GPU into a mode until a time, whatever alerts say. It reports
// whether the node has the GPU.
func (m *Machine) Order(uuid string, mode Mode, until time.Time) bool {
	g, ok := m.byUUID[uuid]
	if !ok || !g.present {
		return false
	}
	g.order = &order{mode: mode, until: until}
	return true
}

// Release withdraws the order of a GPU, if there is one. An incident that no
// alert holds then ends at once.
func (m *Machine) Release(uuid string) {
	if g, ok := m.byUUID[uuid]; ok && g.order != nil {
		g.endOrder(ReasonManual)
	}
}

// Step makes all transitions that are due, at most one per GPU.
func (m *Machine) Step(now time.Time) []Transition {
	m.expire(now)
	for _, g := range m.gpus {
		g.cause = nil
	}
	m.next = time.Time{}
	for e := m.reports.Front(); e != nil; e = e.Next() {
		a := e.Value.(*alert)
		m.wakeAt(now, a.expires)
		for g := range m.covered(a) {
			g.consider(a)
		}
	}
	var transitions []Transition
	m.gpus = slices.DeleteFunc(m.gpus, func(g *gpu) bool {
		if t, ok := g.step(now, m.limits); ok {
			transitions = append(transitions, t)
		}
		m.wakeAt(now, g.wake(now, m.limits))
		idle := g.idle(now)
		if idle {
			delete(m.byUUID, g.uuid)
		}
		return idle
	})
	return transitions
}

// Next returns when Step must be called again if nothing else happens; zero: never.
func (m *Machine) Next() time.Time { return m.next }

// Mode returns the mode of a GPU, Steady for one that nobody knows.
func (m *Machine) Mode(uuid string) Mode {
	if g, ok := m.byUUID[uuid]; ok {
		return g.mode
	}
	return Steady
}

// Alerts returns how many alerts are tracked.
func (m *Machine) Alerts() int { return m.reports.Len() }

// Evicted returns how many alerts made room for newer ones, since the last call.
func (m *Machine) Evicted() int {
	n := m.evicted
	m.evicted = 0
	return n
}

func (m *Machine) wakeAt(now, t time.Time) {
	if t.After(now) && (m.next.IsZero() || t.Before(m.next)) {
		m.next = t
	}
}

func (m *Machine) expire(now time.Time) {
	for e := m.reports.Front(); e != nil; {
		next := e.Next()
		if a := e.Value.(*alert); !a.expires.After(now) {
			reason := ReasonExpired
			if a.KeepFiring > 0 {
				reason = ReasonResolved
			}
			m.end(e, reason)
		}
		e = next
	}
}

// end removes an alert that is over.
func (m *Machine) end(e *list.Element, reason Reason) {
	a := e.Value.(*alert)
	for g := range m.covered(a) {
		// What no longer counted for a GPU does not end its incident either.
		if a.firedAt.After(g.spent) {
			g.ended = ending{reason: reason, alert: a.Key, name: a.Name}
		}
	}
	m.forget(e)
}

func (m *Machine) forget(e *list.Element) {
	delete(m.alerts, e.Value.(*alert).Key)
	m.reports.Remove(e)
}

// covered yields the GPUs that an alert is about.
func (m *Machine) covered(a *alert) func(yield func(*gpu) bool) {
	return func(yield func(*gpu) bool) {
		if a.GPUs == nil {
			for _, g := range m.gpus {
				if !yield(g) {
					return
				}
			}
			return
		}
		for _, uuid := range a.GPUs {
			if g, ok := m.byUUID[uuid]; ok && !yield(g) {
				return
			}
		}
	}
}
