// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package points

import (
	"slices"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// Stale is the reason for which a sample is dropped that is too old to be new.
const Stale engine.Absence = "stale"

// staleAfter is the age from which a sample is not current any more. Fields of
// the InfoROM are refreshed every 30 s whatever the interval.
func staleAfter(interval time.Duration) time.Duration { return max(3*interval, time.Minute) }

// Reader sorts out the samples of one read.
type Reader struct {
	// Interval at which the samples were taken.
	Interval time.Duration
	// Newest is the time of the newest sample of the read in microseconds: the clock
	// of the engine, which may be another machine's.
	Newest int64
	// Window is for how long the times of emitted samples are remembered, because
	// the flight recorder may return them again; 0 without it.
	Window time.Duration

	Emitted, Missed int64
	Dropped         map[engine.Absence]int64
}

// Add adds a sample to the batch if it is new and has a value. It returns whether
// it did, and why there is no value.
func (r *Reader) Add(b *Batch, t *Target, v *engine.Value) (isNew bool, why engine.Absence) {
	if why = v.Absent(); why != engine.Present {
		r.drop(why)
		return false, why
	}
	s := t.seriesOf(v.Field)
	if s == nil {
		return false, engine.Present
	}
	if v.Micros <= s.last || s.last == 0 && r.old(v) {
		if r.old(v) {
			r.drop(Stale)
		}
		return false, engine.Present
	}
	interval := r.Interval.Microseconds()
	if s.interval == interval {
		if gap := v.Micros - s.last; gap > interval*3/2 {
			r.Missed += (gap+interval/2)/interval - 1
		}
	}
	s.interval = interval
	r.emit(b, s, v)
	return true, engine.Present
}

func (r *Reader) old(v *engine.Value) bool {
	return r.Newest-v.Micros > staleAfter(r.Interval).Microseconds()
}

func (r *Reader) drop(why engine.Absence) {
	if r.Dropped == nil {
		r.Dropped = map[engine.Absence]int64{}
	}
	r.Dropped[why]++
}

func (r *Reader) emit(b *Batch, s *series, v *engine.Value) {
	// A counter that starts is told from one that goes on by the time of its start:
	// that of its first sample, or of the last one before a reset.
	value := v.Float()
	switch {
	case s.start == 0:
		s.start = v.Micros
	case value < s.value && s.out.otel != nil && s.out.otel.monotonic:
		s.start = s.last
	}
	s.value = value
	s.last = v.Micros
	if r.Window > 0 {
		from := v.Micros - r.Window.Microseconds()
		s.emitted = append(slices.DeleteFunc(s.emitted, func(at int64) bool { return at < from }), v.Micros)
	}
	b.add(s, v)
	r.Emitted++
}

// AddHistory adds the samples that the flight recorder has kept and that have not
// been emitted yet, in the order of time. It returns how many they are.
func (r *Reader) AddHistory(b *Batch, targets map[engine.Entity]*Target, values []engine.Value) int {
	slices.SortStableFunc(values, func(a, b engine.Value) int { return int(a.Micros - b.Micros) })
	n := 0
	for i := range values {
		v := &values[i]
		t := targets[v.Entity]
		if t == nil || v.Absent() != engine.Present {
			continue
		}
		s := t.seriesOf(v.Field)
		if s == nil || slices.Contains(s.emitted, v.Micros) {
			continue
		}
		s.emitted = append(s.emitted, v.Micros)
		s.last = max(s.last, v.Micros)
		if s.start == 0 || v.Micros < s.start {
			s.start = v.Micros
		}
		s.value = v.Float()
		s.interval = 0
		b.add(s, v)
		r.Emitted++
		n++
	}
	return n
}

// Newest returns the time of the newest sample with a value, in microseconds, 0
// if there is none.
func Newest(values []engine.Value) int64 {
	newest := int64(0)
	for i := range values {
		if v := &values[i]; v.Field != field.XID && v.Status == 0 {
			newest = max(newest, v.Micros)
		}
	}
	return newest
}
