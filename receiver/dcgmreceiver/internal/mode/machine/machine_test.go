// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package machine

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	epoch  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	limits = Limits{
		MinDuration: 30 * time.Second, MaxDuration: 15 * time.Minute, Cooldown: 5 * time.Minute,
		AlertTTL: 10 * time.Minute, TransitionsPerHour: 6, MaxAlerts: 100,
	}
)

// script drives a machine through time. It makes every step at the time that Next
// says, as the controller does.
type script struct {
	t   *testing.T
	m   *Machine
	now time.Time
	log []string
}

func newScript(t *testing.T, l Limits, gpus ...string) *script {
	t.Helper()
	s := &script{t: t, m: New(l), now: epoch}
	s.m.SetGPUs(gpus)
	s.step()
	return s
}

func (s *script) step() {
	for _, tr := range s.m.Step(s.now) {
		line := fmt.Sprintf("%s %s %s %s", s.now.Sub(epoch), tr.GPU, tr.To, tr.Reason)
		if tr.Alert.Fingerprint != "" {
			line += " " + tr.Alert.Fingerprint
		}
		s.log = append(s.log, line)
	}
}

func (s *script) until(d time.Duration) {
	end := epoch.Add(d)
	for !s.m.Next().IsZero() && !s.m.Next().After(end) {
		require.True(s.t, s.m.Next().After(s.now), "Next must be later than the step that set it")
		s.now = s.m.Next()
		s.step()
	}
	s.now = end
}

func (s *script) fire(fp string, gpus ...string) Outcome {
	outcome := s.m.Fire(s.now, Alert{Key: Key{"webhook", 0, fp}, GPUs: gpus})
	s.step()
	return outcome
}

func (s *script) resolve(fp string) Outcome {
	outcome := s.m.Resolve(Key{"webhook", 0, fp})
	s.step()
	return outcome
}

func (s *script) order(uuid string, mode Mode, d time.Duration) {
	require.True(s.t, s.m.Order(uuid, mode, s.now.Add(d)))
	s.step()
}

func (s *script) release(uuid string) {
	s.m.Release(uuid)
	s.step()
}

func TestMachine(t *testing.T) {
	const minute = time.Minute
	for _, tt := range []struct {
		name   string
		gpus   []string
		limits func(*Limits)
		run    func(s *script)
		want   []string
	}{
		{
			name: "an alert starts an incident and its end ends it",
			run: func(s *script) {
				s.until(10 * time.Second)
				assert.Equal(s.t, Accepted, s.fire("a"))
				s.until(2 * minute)
				assert.Equal(s.t, Resolved, s.resolve("a"))
			},
			want: []string{"10s g0 incident webhook a", "2m0s g0 steady resolved a"},
		},
		{
			name: "an alert that ends early holds for min_duration",
			run: func(s *script) {
				s.fire("a")
				s.until(5 * time.Second)
				s.resolve("a")
			},
			want: []string{"0s g0 incident webhook a", "30s g0 steady resolved a"},
		},
		{
			name: "an alert that is not repeated expires",
			run:  func(s *script) { s.fire("a") },
			want: []string{"0s g0 incident webhook a", "10m0s g0 steady expired a"},
		},
		{
			name: "a repeat renews the alert",
			run: func(s *script) {
				s.fire("a")
				s.until(4 * minute)
				assert.Equal(s.t, Repeated, s.fire("a"))
			},
			want: []string{"0s g0 incident webhook a", "14m0s g0 steady expired a"},
		},
		{
			name: "an incident lasts while any of its alerts fires",
			run: func(s *script) {
				s.fire("a")
				s.until(minute)
				s.fire("b")
				s.until(2 * minute)
				s.resolve("a")
				s.until(3 * minute)
				s.resolve("b")
			},
			want: []string{"0s g0 incident webhook a", "3m0s g0 steady resolved b"},
		},
		{
			name: "max_duration ends it, and the same alert starts no other one",
			run: func(s *script) {
				for d := time.Duration(0); d < 2*time.Hour; d += minute {
					s.until(d)
					s.fire("a")
				}
			},
			want: []string{"0s g0 incident webhook a", "15m0s g0 steady max_duration a"},
		},
		{
			name: "an alert that ends after max_duration and fires anew starts another one",
			run: func(s *script) {
				s.fire("a")
				s.until(9 * minute)
				s.fire("a")
				s.until(16 * minute)
				s.resolve("a")
				s.until(21 * minute)
				s.fire("a")
				s.until(22 * minute)
				s.resolve("a")
			},
			want: []string{
				"0s g0 incident webhook a", "15m0s g0 steady max_duration a",
				"21m0s g0 incident webhook a", "22m0s g0 steady resolved a",
			},
		},
		{
			name: "a later startsAt says that the alert fired anew, though its end was lost",
			run: func(s *script) {
				fire := func(startsAt time.Duration) {
					s.m.Fire(s.now, Alert{Key: Key{"webhook", 0, "a"}, StartsAt: epoch.Add(startsAt)})
					s.step()
				}
				fire(0)
				s.until(9 * minute)
				fire(0)
				s.until(18 * minute)
				fire(0)
				s.until(25 * minute)
				fire(24 * minute)
			},
			want: []string{
				"0s g0 incident webhook a", "15m0s g0 steady max_duration a",
				"25m0s g0 incident webhook a", "35m0s g0 steady expired a",
			},
		},
		{
			name: "a new alert waits for the end of the cooldown",
			run: func(s *script) {
				s.fire("a")
				s.until(9 * minute)
				s.fire("a")
				s.until(16 * minute)
				assert.Equal(s.t, Cooldown, s.fire("b"))
			},
			want: []string{
				"0s g0 incident webhook a", "15m0s g0 steady max_duration a",
				"20m0s g0 incident webhook b", "26m0s g0 steady expired b",
			},
		},
		{
			name: "a new alert that ends within the cooldown starts nothing",
			run: func(s *script) {
				s.fire("a")
				s.until(9 * minute)
				s.fire("a")
				s.until(16 * minute)
				s.fire("b")
				s.until(17 * minute)
				s.resolve("b")
			},
			want: []string{"0s g0 incident webhook a", "15m0s g0 steady max_duration a"},
		},
		{
			name: "an alert that flaps is held back by the transitions per hour",
			run: func(s *script) {
				for i := range 5 {
					s.until(time.Duration(i) * 2 * minute)
					want := Accepted
					if i >= 3 {
						want = RateLimited
					}
					assert.Equal(s.t, want, s.fire("a"))
					s.until(time.Duration(i)*2*minute + minute)
					s.resolve("a")
				}
				s.until(59 * minute)
				assert.Equal(s.t, RateLimited, s.fire("a"))
			},
			// The start at 0s and the end at 1m must be an hour old before there is room for two.
			want: []string{
				"0s g0 incident webhook a", "1m0s g0 steady resolved a",
				"2m0s g0 incident webhook a", "3m0s g0 steady resolved a",
				"4m0s g0 incident webhook a", "5m0s g0 steady resolved a",
				"1h1m0s g0 incident webhook a", "1h9m0s g0 steady expired a",
			},
		},
		{
			name: "an alert is about the GPUs it names",
			gpus: []string{"g0", "g1", "g2"},
			run: func(s *script) {
				s.fire("a", "g1")
				s.until(minute)
				s.fire("b", "g1", "g2", "gx")
				s.until(2 * minute)
				s.resolve("a")
				s.until(3 * minute)
				s.resolve("b")
			},
			want: []string{
				"0s g1 incident webhook a", "1m0s g2 incident webhook b",
				"3m0s g1 steady resolved b", "3m0s g2 steady resolved b",
			},
		},
		{
			name: "an alert about a GPU of another node changes nothing",
			run:  func(s *script) { assert.Equal(s.t, Accepted, s.fire("a", "gx")) },
		},
		{
			name: "the end of a spent alert does not explain the end of an incident",
			run: func(s *script) {
				for _, d := range []time.Duration{0, 9 * minute, 18 * minute} {
					s.until(d)
					s.fire("a")
				}
				s.until(20 * minute)
				s.fire("b")
				s.until(20*minute + 5*time.Second)
				s.resolve("b")
				s.until(20*minute + 10*time.Second)
				s.resolve("a")
			},
			want: []string{
				"0s g0 incident webhook a", "15m0s g0 steady max_duration a",
				"20m0s g0 incident webhook b", "20m30s g0 steady resolved b",
			},
		},
		{
			name: "each GPU has its own limits",
			gpus: []string{"g0", "g1"},
			run: func(s *script) {
				s.fire("a", "g0")
				s.until(8 * minute)
				s.fire("a", "g0")
				s.fire("b")
				s.until(16 * minute)
				s.fire("b")
			},
			// b fired before max_duration ended the incident of g0, so it is spent there.
			want: []string{
				"0s g0 incident webhook a", "8m0s g1 incident webhook b",
				"15m0s g0 steady max_duration a", "23m0s g1 steady max_duration b",
			},
		},
		{
			name: "an order starts an incident, which ends with it, min_duration or not",
			run:  func(s *script) { s.order("g0", Incident, 10*time.Second) },
			want: []string{"0s g0 incident manual", "10s g0 steady manual_expired"},
		},
		{
			name: "an order is withdrawn",
			run: func(s *script) {
				s.order("g0", Incident, minute)
				s.until(10 * time.Second)
				s.release("g0")
			},
			want: []string{"0s g0 incident manual", "10s g0 steady manual"},
		},
		{
			name: "an order holds an incident whose alert has ended",
			run: func(s *script) {
				s.fire("a")
				s.until(minute)
				s.order("g0", Incident, 5*minute)
				s.until(2 * minute)
				s.resolve("a")
			},
			want: []string{"0s g0 incident webhook a", "6m0s g0 steady manual_expired"},
		},
		{
			name: "an alert goes on after an order",
			run: func(s *script) {
				s.order("g0", Incident, 2*minute)
				s.until(minute)
				s.fire("a")
				s.until(3 * minute)
				s.resolve("a")
			},
			want: []string{"0s g0 incident manual", "3m0s g0 steady resolved a"},
		},
		{
			name: "an order prolongs an incident beyond max_duration",
			run: func(s *script) {
				s.fire("a")
				s.until(9 * minute)
				s.fire("a")
				s.until(14 * minute)
				s.order("g0", Incident, 10*minute)
				s.until(18 * minute)
				s.fire("a")
			},
			want: []string{"0s g0 incident webhook a", "24m0s g0 steady max_duration a"},
		},
		{
			name: "an order for steady mode ends an incident at once, and alerts wait",
			run: func(s *script) {
				s.fire("a")
				s.until(10 * time.Second)
				s.order("g0", Steady, 5*minute)
				s.until(minute)
				assert.Equal(s.t, Muted, s.fire("b"))
			},
			want: []string{
				"0s g0 incident webhook a", "10s g0 steady manual",
				"5m10s g0 incident webhook a", "11m0s g0 steady expired b",
			},
		},
		{
			name: "an order breaks cooldown and rate, but counts",
			limits: func(l *Limits) {
				l.TransitionsPerHour = 2
			},
			run: func(s *script) {
				s.fire("a")
				s.until(9 * minute)
				s.fire("a")
				s.until(16 * minute)
				s.order("g0", Incident, minute)
				s.until(76 * minute)
				assert.Equal(s.t, RateLimited, s.fire("b"))
			},
			want: []string{
				"0s g0 incident webhook a", "15m0s g0 steady max_duration a",
				"16m0s g0 incident manual", "17m0s g0 steady manual_expired",
				"1h17m0s g0 incident webhook b", "1h26m0s g0 steady expired b",
			},
		},
		{
			name: "a rule keeps firing for its own time",
			run: func(s *script) {
				s.m.Fire(s.now, Alert{Key: Key{"rule", 0, "xid"}, KeepFiring: minute})
				s.step()
			},
			want: []string{"0s g0 incident rule xid", "1m0s g0 steady resolved xid"},
		},
		{
			name: "a GPU that is gone starts no incident, and ends the one it is in",
			gpus: []string{"g0", "g1"},
			run: func(s *script) {
				s.fire("a", "g0")
				s.m.SetGPUs([]string{"g1"})
				s.until(minute)
				s.fire("b")
			},
			want: []string{
				"0s g0 incident webhook a", "1m0s g1 incident webhook b",
				"11m0s g0 steady expired b", "11m0s g1 steady expired b",
			},
		},
		{
			name: "a GPU that appears joins the incident of its node",
			run: func(s *script) {
				s.fire("a")
				s.until(minute)
				s.m.SetGPUs([]string{"g0", "g1"})
				s.step()
			},
			want: []string{
				"0s g0 incident webhook a", "1m0s g1 incident webhook a",
				"10m0s g0 steady expired a", "10m0s g1 steady expired a",
			},
		},
		{
			name: "an alert that is no longer about a GPU lets go of it",
			gpus: []string{"g0", "g1"},
			run: func(s *script) {
				s.fire("a", "g0")
				s.until(minute)
				s.fire("a", "g1")
			},
			want: []string{
				"0s g0 incident webhook a", "1m0s g0 steady resolved", "1m0s g1 incident webhook a",
				"11m0s g1 steady expired a",
			},
		},
		{
			name: "an alert that makes room ends",
			limits: func(l *Limits) {
				l.MaxAlerts = 1
			},
			gpus: []string{"g0", "g1"},
			run: func(s *script) {
				s.fire("a", "g0")
				s.fire("b", "g1")
				assert.Equal(s.t, 1, s.m.Evicted())
				assert.Equal(s.t, 0, s.m.Evicted())
				assert.Equal(s.t, 1, s.m.Alerts())
			},
			want: []string{
				"0s g0 incident webhook a", "0s g1 incident webhook b",
				"30s g0 steady evicted a", "10m0s g1 steady expired b",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := limits
			if tt.limits != nil {
				tt.limits(&l)
			}
			gpus := tt.gpus
			if gpus == nil {
				gpus = []string{"g0"}
			}
			s := newScript(t, l, gpus...)
			tt.run(s)
			s.until(s.now.Sub(epoch) + 2*time.Hour)
			assert.Equal(t, tt.want, s.log)
			assert.Zero(t, s.m.Alerts(), "everything expires")
			assert.True(t, s.m.Next().IsZero(), "nothing is left to do")
		})
	}
}

func TestUnknownEndIsReported(t *testing.T) {
	assert.Equal(t, Unknown, New(limits).Resolve(Key{Fingerprint: "a"}))
}

func TestOrderOfUnknownGPU(t *testing.T) {
	m := New(limits)
	assert.False(t, m.Order("g0", Incident, epoch))
	m.SetGPUs([]string{"g0"})
	m.SetGPUs(nil)
	m.Release("g1")
	assert.False(t, m.Order("g0", Incident, epoch))
}

func TestResolveAbsentIsLimitedToItsOrigin(t *testing.T) {
	s := newScript(t, limits, "g0")
	for _, key := range []Key{
		{"alertmanager", 0, "a"}, {"alertmanager", 0, "b"}, {"alertmanager", 1, "a"}, {"webhook", 0, "a"},
	} {
		s.m.Fire(s.now, Alert{Key: key})
	}
	assert.Equal(t, 1, s.m.ResolveAbsent("alertmanager", 0, map[string]struct{}{"b": {}}))
	assert.Equal(t, 3, s.m.Alerts())
	assert.Equal(t, Unknown, s.m.Resolve(Key{"alertmanager", 0, "a"}))
}

func TestGPUThatIsGoneIsForgottenWithItsHour(t *testing.T) {
	s := newScript(t, limits, "g0")
	s.order("g0", Incident, time.Minute)
	s.m.SetGPUs(nil)
	s.until(time.Hour)
	s.step()
	assert.Len(t, s.m.gpus, 1)
	assert.Empty(t, s.m.GPUStatus(s.now))
	s.until(2 * time.Hour)
	s.step()
	assert.Empty(t, s.m.gpus)
	assert.Empty(t, s.m.byUUID)
}

func TestStatus(t *testing.T) {
	s := newScript(t, limits, "g0", "g1")
	s.fire("a", "g0")
	s.until(9 * time.Minute)
	s.fire("a", "g0")
	s.until(16 * time.Minute)
	s.order("g1", Steady, time.Minute)
	s.fire("b")
	assert.Equal(t, []GPUStatus{
		{
			UUID: "g0", Mode: Steady, Since: epoch.Add(15 * time.Minute), Cooldown: epoch.Add(20 * time.Minute), TransitionsLeft: 4,
			Last: Transition{GPU: "g0", To: Steady, Reason: ReasonMaxDuration, Alert: Key{"webhook", 0, "a"}},
		},
		{UUID: "g1", Order: Steady, Until: epoch.Add(17 * time.Minute), TransitionsLeft: 6},
	}, s.m.GPUStatus(s.now))
	assert.Equal(t, []AlertStatus{{
		Alert:   Alert{Key: Key{"webhook", 0, "a"}, GPUs: []string{"g0"}},
		FiredAt: epoch, LastSeen: epoch.Add(9 * time.Minute), Expires: epoch.Add(19 * time.Minute),
	}}, s.m.AlertStatus(1))
	assert.Len(t, s.m.AlertStatus(100), 2)
}

func BenchmarkStep(b *testing.B) {
	for _, bm := range []struct{ gpus, alerts int }{{8, 1}, {8, 100}, {16, 10_000}} {
		b.Run(fmt.Sprintf("gpus=%d/alerts=%d", bm.gpus, bm.alerts), func(b *testing.B) {
			l := limits
			l.MaxAlerts = bm.alerts
			m := New(l)
			var gpus []string
			for i := range bm.gpus {
				gpus = append(gpus, fmt.Sprintf("GPU-%d", i))
			}
			m.SetGPUs(gpus)
			for i := range bm.alerts {
				m.Fire(epoch, Alert{Key: Key{"webhook", 0, fmt.Sprint(i)}})
			}
			b.ReportAllocs()
			for b.Loop() {
				m.Step(epoch)
			}
		})
	}
}
