// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// worker makes calls one after the other on a goroutine of its own, and gives
// up waiting for one that takes too long.
type worker struct {
	timeout time.Duration
	jobs    chan *job
	// idle is closed when the goroutine has ended.
	idle chan struct{}

	mu sync.Mutex
	// stuck is the job that nobody waits for and that may not have returned yet.
	stuck *job
}

type job struct {
	name string
	run  func() error
	err  error
	done chan struct{}
}

func newWorker(timeout time.Duration) *worker {
	w := &worker{timeout: timeout, jobs: make(chan *job), idle: make(chan struct{})}
	go func() {
		defer close(w.idle)
		for j := range w.jobs {
			j.err = j.run()
			close(j.done)
		}
	}()
	return w
}

// do runs a call and returns its error. With ErrHung, or if ctx ends, the call may
// still run, and what it uses must not be touched.
func (w *worker) do(ctx context.Context, name string, run func() error) error {
	if j := w.hanging(); j != nil {
		return fmt.Errorf("%w: %s has not returned", ErrHung, j.name)
	}
	j := &job{name: name, run: run, done: make(chan struct{})}
	timer := time.NewTimer(w.timeout)
	defer timer.Stop()
	select {
	case w.jobs <- j:
	case <-timer.C:
		return fmt.Errorf("%w: no turn for %s within %s", ErrHung, name, w.timeout)
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-j.done:
		return j.err
	case <-timer.C:
		w.leave(j)
		return fmt.Errorf("%w: %s took longer than %s", ErrHung, name, w.timeout)
	case <-ctx.Done():
		w.leave(j)
		return ctx.Err()
	}
}

// finish runs a call when it is its turn and waits until it has returned, however
// long that takes.
func (w *worker) finish(name string, run func() error) error {
	j := &job{name: name, run: run, done: make(chan struct{})}
	w.jobs <- j
	<-j.done
	return j.err
}

func (w *worker) leave(j *job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stuck = j
}

// hanging returns the job that is stuck, nil if there is none.
func (w *worker) hanging() *job {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stuck != nil {
		select {
		case <-w.stuck.done:
			w.stuck = nil
		default:
		}
	}
	return w.stuck
}

// stop ends the goroutine once its call has returned. No call may follow.
func (w *worker) stop() { close(w.jobs) }
