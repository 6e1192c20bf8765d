// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package dcgmreceiver

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestReadsFollowTheSamples(t *testing.T) {
	now := time.UnixMicro(1_700_000_000_000_000)
	const i = 250 * time.Millisecond
	for name, c := range map[string]struct {
		newest int64
		want   time.Duration
	}{
		"shortly after the next sample":         {now.Add(-10 * time.Millisecond).UnixMicro(), 265 * time.Millisecond},
		"no sample yet":                         {0, i / 4},
		"samples do not come":                   {now.Add(-time.Hour).UnixMicro(), i / 4},
		"the clock of the engine is ahead":      {now.Add(time.Hour).UnixMicro(), i + maxMargin},
		"the read came late, the next is close": {now.Add(-240 * time.Millisecond).UnixMicro(), i / 4},
	} {
		assert.Equal(t, c.want, after(now, c.newest, i).Sub(now), name)
	}
	assert.Equal(t, 5*time.Second+maxMargin, after(now, now.UnixMicro(), 5*time.Second).Sub(now))
}

func TestSchedule(t *testing.T) {
	var s schedule
	now := time.Now()
	assert.Equal(t, time.Hour, s.wait(now))
	s.steady = now.Add(3 * time.Second)
	assert.Equal(t, 3*time.Second, s.wait(now))
	s.incident = now.Add(time.Second)
	assert.Equal(t, time.Second, s.wait(now))
	s.incident = now.Add(-time.Second)
	assert.Zero(t, s.wait(now))
	s.stop()
	assert.Equal(t, time.Hour, s.wait(now))
}
