// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package machine

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// model is the machine written down naively: it lives second by second, keeps all
// that ever happened and looks through it each time.
type model struct {
	l      Limits
	alerts map[string]*modelAlert
	gpus   map[string]*modelGPU
}

type modelAlert struct {
	gpus                       []string // nil: all
	fired, lastSeen, keep, end int      // end: 0 while it fires
}

type modelGPU struct {
	mode                 Mode
	since                int
	cooldown, spent      int
	orderUntil           int
	order                Mode
	hasOrder, orderEnded bool
	changes              []int
}

func seconds(d time.Duration) int { return int(d / time.Second) }

func (m *model) active(uuid string, now int) bool {
	for _, a := range m.alerts {
		if m.counts(a, uuid, now) {
			return true
		}
	}
	return false
}

func (m *model) counts(a *modelAlert, uuid string, now int) bool {
	covers := a.gpus == nil || slices.Contains(a.gpus, uuid)
	return covers && a.end == 0 && now < a.lastSeen+a.keep && a.fired > m.gpus[uuid].spent
}

func (m *model) fire(fp string, gpus []string, now int) {
	if a, ok := m.alerts[fp]; ok && a.end == 0 && now < a.lastSeen+a.keep {
		a.lastSeen, a.gpus = now, gpus
		return
	}
	m.alerts[fp] = &modelAlert{gpus: gpus, fired: now, lastSeen: now, keep: seconds(m.l.AlertTTL)}
}

// resolve ends an alert. That an alert counts again replaces what an order left.
func (m *model) resolve(fp string, now int) {
	if a, ok := m.alerts[fp]; ok && a.end == 0 && now < a.lastSeen+a.keep {
		m.endOf(a)
		a.end = now
	}
}

func (m *model) endOf(a *modelAlert) {
	for uuid, g := range m.gpus {
		if (a.gpus == nil || slices.Contains(a.gpus, uuid)) && a.fired > g.spent {
			g.orderEnded = false
		}
	}
}

func (m *model) second(now int) {
	for _, a := range m.alerts {
		if a.end == 0 && now >= a.lastSeen+a.keep {
			m.endOf(a)
			a.end = now
		}
	}
	for uuid, g := range m.gpus {
		if g.hasOrder && now >= g.orderUntil {
			m.endOrder(g)
		}
		active := m.active(uuid, now)
		ordered := func(mode Mode) bool { return g.hasOrder && g.order == mode }
		lastHour := 0
		for _, at := range g.changes {
			if at > now-3600 {
				lastHour++
			}
		}
		switch g.mode {
		case Steady:
			free := now >= g.cooldown && lastHour+2 <= m.l.TransitionsPerHour && !ordered(Steady)
			if ordered(Incident) || active && free {
				m.change(g, Incident, now)
			}
		case Incident:
			switch {
			case ordered(Incident):
			case ordered(Steady):
				m.change(g, Steady, now)
			case !active && (g.orderEnded || now >= g.since+seconds(m.l.MinDuration)):
				m.change(g, Steady, now)
			case active && now >= g.since+seconds(m.l.MaxDuration):
				m.change(g, Steady, now)
				g.cooldown, g.spent = now+seconds(m.l.Cooldown), now
			}
		}
	}
}

func (m *model) endOrder(g *modelGPU) {
	g.hasOrder = false
	g.orderEnded = g.orderEnded || g.order == Incident
}

func (*model) change(g *modelGPU, mode Mode, now int) {
	g.mode, g.since, g.orderEnded = mode, now, false
	g.changes = append(g.changes, now)
}

// TestMachineAgainstModel drives machine and model by random events for hours. The
// machine is only called when something happens and when Next says so, so a missed
// wake-up shows as a difference too.
func TestMachineAgainstModel(t *testing.T) {
	const (
		runs  = 120
		hours = 3
	)
	for seed := range uint64(runs) {
		rng := rand.New(rand.NewPCG(seed, 1))
		l := Limits{
			MinDuration:        time.Duration(rng.IntN(120)) * time.Second,
			Cooldown:           time.Duration(rng.IntN(600)) * time.Second,
			AlertTTL:           time.Duration(1+rng.IntN(900)) * time.Second,
			TransitionsPerHour: 2 + rng.IntN(8),
			MaxAlerts:          1000,
		}
		l.MaxDuration = l.MinDuration + time.Duration(1+rng.IntN(900))*time.Second
		uuids := []string{"g0", "g1", "g2"}[:1+rng.IntN(3)]
		manual := seed%3 == 0
		quiet := 2 + rng.IntN(200)
		m, ref := New(l), &model{l: l, alerts: map[string]*modelAlert{}, gpus: map[string]*modelGPU{}}
		m.SetGPUs(uuids)
		for _, uuid := range uuids {
			ref.gpus[uuid] = &modelGPU{}
		}
		laws := newLaws(l, manual)
		// Seconds begin at 1: the zero time of the model's fields is before everything.
		const last = hours*3600 + 1
		silence := last - seconds(l.AlertTTL) - seconds(l.MaxDuration) - seconds(l.Cooldown)
		for now := 1; now <= last; now++ {
			at := epoch.Add(time.Duration(now) * time.Second)
			happened := now == 1
			for now < silence && rng.IntN(quiet) == 0 {
				happened = true
				event(rng, m, ref, uuids, manual, at, now)
			}
			if happened || !m.Next().IsZero() && !m.Next().After(at) {
				for _, tr := range m.Step(at) {
					laws.transition(t, seed, tr, at)
				}
			}
			ref.second(now)
			for _, uuid := range uuids {
				require.Equal(t, ref.gpus[uuid].mode, m.Mode(uuid), "seed %d, second %d, %s", seed, now, uuid)
			}
		}
		if !manual {
			for _, uuid := range uuids {
				require.Equal(t, Steady, m.Mode(uuid), "seed %d: steady after silence", seed)
			}
		}
	}
}

func event(rng *rand.Rand, m *Machine, ref *model, uuids []string, manual bool, at time.Time, now int) {
	fp := fmt.Sprint(rng.IntN(4))
	uuid := uuids[rng.IntN(len(uuids))]
	kinds := 6
	if manual {
		kinds = 8
	}
	switch kind := rng.IntN(kinds); kind {
	case 0, 1, 2:
		// The labels of an alert do not change, and so does its scope.
		var gpus []string
		if n := int(fp[0]-'0') % (len(uuids) + 1); n > 0 {
			gpus = uuids[:n]
		}
		m.Fire(at, Alert{Key: Key{"webhook", 0, fp}, GPUs: gpus})
		ref.fire(fp, gpus, now)
	case 3, 4, 5:
		m.Resolve(Key{"webhook", 0, fp})
		ref.resolve(fp, now)
	case 6:
		mode := Mode(rng.IntN(2))
		d := 1 + rng.IntN(seconds(ref.l.MaxDuration))
		m.Order(uuid, mode, at.Add(time.Duration(d)*time.Second))
		g := ref.gpus[uuid]
		g.hasOrder, g.order, g.orderUntil = true, mode, now+d
	case 7:
		m.Release(uuid)
		if g := ref.gpus[uuid]; g.hasOrder {
			ref.endOrder(g)
		}
	}
}

// laws hold whatever happens.
type laws struct {
	l       Limits
	manual  bool
	began   map[string]time.Time
	changes map[string][]time.Time
}

func newLaws(l Limits, manual bool) *laws {
	return &laws{l: l, manual: manual, began: map[string]time.Time{}, changes: map[string][]time.Time{}}
}

func (s *laws) transition(t *testing.T, seed uint64, tr Transition, at time.Time) {
	t.Helper()
	began, in := s.began[tr.GPU]
	require.Equal(t, tr.To == Steady, in, "seed %d: a transition changes the mode", seed)
	require.NotEmpty(t, tr.Reason, "seed %d: a transition has a reason", seed)
	if tr.To == Incident {
		s.began[tr.GPU] = at
	} else {
		delete(s.began, tr.GPU)
	}
	s.changes[tr.GPU] = append(s.changes[tr.GPU], at)
	if s.manual {
		return
	}
	if tr.To == Steady {
		require.LessOrEqual(t, at.Sub(began), s.l.MaxDuration, "seed %d: no incident beyond max_duration", seed)
		require.GreaterOrEqual(t, at.Sub(began), s.l.MinDuration, "seed %d: no incident below min_duration", seed)
	}
	within := 0
	for _, c := range s.changes[tr.GPU] {
		if c.After(at.Add(-time.Hour)) {
			within++
		}
	}
	require.LessOrEqual(t, within, s.l.TransitionsPerHour, "seed %d: transitions per hour", seed)
}
