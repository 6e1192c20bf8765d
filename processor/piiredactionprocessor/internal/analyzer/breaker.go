// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package analyzer

import (
	"sync"
	"time"
)

// breaker stops requests for a while after some failed in a row, and then lets
// one through at a time until it succeeds.
type breaker struct {
	after int
	wait  time.Duration

	mu       sync.Mutex
	failures int
	until    time.Time
	probing  bool
}

func (b *breaker) allow(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < b.after {
		return true
	}
	if now.Before(b.until) || b.probing {
		return false
	}
	b.probing = true
	return true
}

func (b *breaker) done(now time.Time, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
	if ok {
		b.failures = 0
		return
	}
	b.failures++
	b.until = now.Add(b.wait)
}
