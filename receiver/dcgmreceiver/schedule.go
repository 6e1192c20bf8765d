// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import "time"

// schedule says when the profiles are to be read. The engine samples by its own
// clock; reads follow it at a short distance, so that each finds exactly one new
// sample of every field.
type schedule struct {
	// Zero: not at all.
	steady, incident time.Time
}

// maxMargin is how long after a sample is expected it is read at most. Samples
// of a real engine come up to 9 ms late.
const maxMargin = 50 * time.Millisecond

// now makes everything due.
func (s *schedule) now() { s.steady, s.incident = time.Now(), time.Now() }

// stop makes nothing due.
func (s *schedule) stop() { *s = schedule{} }

// wait returns the time until something is due.
func (s *schedule) wait(now time.Time) time.Duration {
	next := s.steady
	if next.IsZero() || !s.incident.IsZero() && s.incident.Before(next) {
		next = s.incident
	}
	if next.IsZero() {
		return time.Hour
	}
	return max(0, next.Sub(now))
}

// after returns when to read again what was read now, given the time of the
// newest sample. A clock of the engine that is off, or samples that do not come,
// lead to a read after a quarter of the interval at the earliest and after the
// whole of it at the latest.
func after(now time.Time, newest int64, interval time.Duration) time.Time {
	if newest == 0 {
		return now.Add(interval / 4)
	}
	next := time.UnixMicro(newest).Add(interval + min(interval/10, maxMargin))
	earliest, latest := now.Add(interval/4), now.Add(interval+maxMargin)
	switch {
	case next.Before(earliest):
		return earliest
	case next.After(latest):
		return latest
	default:
		return next
	}
}
