// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package points

import (
	"maps"
	"slices"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// XIDs are events: DCGM gives the code of the last one. hw.errors counts those
// that come while the receiver runs, by code. DCGM_FI_DEV_XID_ERRORS repeats the
// last code, as dcgm-exporter does.

// XIDSince returns from when on the events of a GPU are to be read, in
// microseconds, given the newest one; false if there is no new one. Events from
// before the receiver started are not counted.
func (t *Target) XIDSince(v *engine.Value, started int64) (from int64, isNew bool) {
	s := t.seriesOf(field.XID)
	if s == nil || v.Absent() != engine.Present || v.Micros <= s.last {
		return 0, false
	}
	if v.Micros < started {
		s.last, t.lastXID = v.Micros, v.Int
		return 0, false
	}
	return max(s.last+1, started), true
}

// AddXIDs counts events and adds their points. before is a time before them, for
// the zero from which a new counter starts: without it the first error would not
// be seen as an increase.
func (r *Reader) AddXIDs(b *Batch, t *Target, events []engine.Value, started, before int64) {
	s := t.seriesOf(field.XID)
	if s == nil {
		return
	}
	for i := range events {
		v := &events[i]
		if v.Absent() != engine.Present || v.Micros <= s.last {
			continue
		}
		x := t.xids[v.Int]
		if x == nil {
			x = &xidCount{series: t.xidAttributes(v.Int)}
			t.xids[v.Int] = x
			b.addXID(s, x, started, min(before, v.Micros-1))
		}
		x.count++
		s.last, t.lastXID = v.Micros, v.Int
		b.addXID(s, x, started, v.Micros)
		b.addLastXID(s, t, v.Micros)
		r.Emitted++
	}
}

// RepeatXIDs adds the current counts, so that their series go on.
func (r *Reader) RepeatXIDs(b *Batch, t *Target, started int64) {
	s := t.seriesOf(field.XID)
	if s == nil || s.last == 0 || r.Newest <= s.last {
		return
	}
	for _, code := range slices.Sorted(maps.Keys(t.xids)) {
		b.addXID(s, t.xids[code], started, r.Newest)
	}
	b.addLastXID(s, t, r.Newest)
}

func (b *Batch) addXID(s *series, x *xidCount, started, micros int64) {
	if s.out.otel == nil {
		return
	}
	dp := b.point(s.out.otel.metric)
	x.series.CopyTo(dp.Attributes())
	dp.SetStartTimestamp(timestamp(min(started, micros)))
	dp.SetTimestamp(timestamp(micros))
	dp.SetIntValue(x.count)
}

func (b *Batch) addLastXID(s *series, t *Target, micros int64) {
	if s.out.dcgm == nil {
		return
	}
	dp := b.point(s.out.dcgm.metric)
	s.dcgm.CopyTo(dp.Attributes())
	dp.SetTimestamp(timestamp(micros))
	dp.SetIntValue(t.lastXID)
}
