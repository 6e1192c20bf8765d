// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// Options of a connection. The first receiver of a process decides.
type Options struct {
	Endpoint Endpoint
	// CallTimeout is after how long a call counts as hung.
	CallTimeout time.Duration
	// InitialBackoff and MaxBackoff bound the time between two attempts to connect.
	InitialBackoff, MaxBackoff time.Duration
	// RescanInterval is how often GPUs that came or went are looked for.
	RescanInterval time.Duration
	// Logger is told of what concerns the connection as a whole.
	Logger *zap.Logger
}

// timing returns the options that are not the endpoint.
func (o *Options) timing() [4]time.Duration {
	return [...]time.Duration{o.CallTimeout, o.InitialBackoff, o.MaxBackoff, o.RescanInterval}
}

// stableAfter is how long a connection must last for the next attempt to
// reconnect not to wait longer than the first.
const stableAfter = time.Minute

// maxCompletions is how often the inventory is read again in a row because it was
// incomplete.
const maxCompletions = 3

// maxReadFailures in a row end a connection that does not say that it is lost.
const maxReadFailures = 5

var generations atomic.Uint64

// connection is the link of the process to DCGM.
type connection struct {
	opts   Options
	driver driver
	worker *worker
	// after is closed when the connection before this one has ended.
	after  <-chan struct{}
	cancel context.CancelFunc
	ended  chan struct{}
	broken chan struct{} // has room for one
	joined chan struct{} // has room for one

	state atomic.Pointer[State]

	mu       sync.Mutex
	clients  []*Client
	failures int

	// Only calls of the worker use the rest.
	opened   bool
	watches  *watches
	requests map[*Client][]Watch
}

// newConnection returns a connection with its first client and starts it.
func newConnection(ctx context.Context, opts Options, d driver, after <-chan struct{}, first *Client) *connection {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &connection{
		opts: opts, driver: d, worker: newWorker(opts.CallTimeout), after: after,
		cancel: cancel, ended: make(chan struct{}), broken: make(chan struct{}, 1), joined: make(chan struct{}, 1),
		watches: newWatches(d, opts.Logger), requests: map[*Client][]Watch{}, clients: []*Client{first},
	}
	c.state.Store(&State{Err: ErrDown})
	go c.supervise(ctx)
	return c
}

// supervise keeps the connection until ctx ends.
func (c *connection) supervise(ctx context.Context) {
	defer close(c.ended)
	defer func() {
		c.disconnect()
		c.worker.stop()
		<-c.worker.idle
	}()
	select {
	case <-c.after:
	default:
		c.down(fmt.Errorf("%w: a call of the connection before this one has not returned", ErrHung))
		select {
		case <-c.after:
		case <-ctx.Done():
			return
		}
	}
	backoff := c.opts.InitialBackoff
	for connected := false; ctx.Err() == nil; {
		err := c.worker.do(ctx, "connect", c.connect)
		if err == nil {
			if connected {
				c.update(func(s *State) { s.Reconnects++ })
			}
			connected = true
			since := time.Now()
			err = c.serve(ctx)
			if time.Since(since) > stableAfter {
				backoff = c.opts.InitialBackoff
			}
		}
		if ctx.Err() != nil {
			return
		}
		c.down(err)
		c.disconnect()
		// Up to a quarter more, so that the agents of many nodes do not come at once.
		sleep(ctx, backoff+rand.N(backoff/4+1)) //nolint:gosec // spreads load
		backoff = min(2*backoff, c.opts.MaxBackoff)
	}
}

// connect is run by the worker.
func (c *connection) connect() error {
	if err := c.driver.connect(c.opts.Endpoint); err != nil {
		return fmt.Errorf("connect to %s: %w", c.opts.Endpoint, err)
	}
	c.opened = true
	c.watches = newWatches(c.driver, c.opts.Logger)
	return nil
}

// serve publishes the inventory and looks for changes until the connection is
// lost or ctx ends.
func (c *connection) serve(ctx context.Context) error {
	select {
	case <-c.broken:
	default:
	}
	ticker := time.NewTicker(c.opts.RescanInterval)
	defer ticker.Stop()
	signature := ""
	for completions := 0; ; {
		now := ""
		err := c.worker.do(ctx, "look for GPUs", func() (err error) {
			now, err = c.driver.signature()
			return err
		})
		switch {
		case errors.Is(err, ErrHung):
			return err
		case err == nil && now != signature:
			var complete bool
			if complete, err = c.rescan(ctx); err != nil {
				break
			}
			signature = now
			if completions++; complete {
				completions = 0
			} else if completions <= maxCompletions {
				signature = ""
			}
		}
		if err != nil && (c.state.Load().Inventory == nil || errors.Is(err, errConnection)) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-c.broken:
			return c.state.Load().Err
		case <-c.joined:
			signature = "" // the inventory may lack what the new client needs
		case <-ticker.C:
		}
	}
}

// rescan publishes the inventory, and returns whether it is complete.
func (c *connection) rescan(ctx context.Context) (bool, error) {
	fields, parts := c.wanted()
	complete := false
	err := c.worker.do(ctx, "scan", func() error {
		// Handles name entities that may be gone; clients watch anew.
		clear(c.requests)
		if err := c.watches.reset(); err != nil {
			c.opts.Logger.Debug("Watches not ended cleanly", zap.Error(err))
		}
		inv, err := c.driver.scan(fields, parts)
		if err != nil {
			return err
		}
		inv.Generation = generations.Add(1)
		complete = !inv.incomplete
		c.update(func(s *State) { s.Inventory, s.Err = inv, nil })
		return nil
	})
	if err != nil {
		return false, err // and the call may still run
	}
	return complete, nil
}

// join adds a client to a connection that is in use.
func (c *connection) join(client *Client) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clients = append(c.clients, client)
	select {
	case c.joined <- struct{}{}:
	default:
	}
}

// wanted joins what the clients need to know.
func (c *connection) wanted() (fields []field.ID, parts Parts) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ids := map[field.ID]bool{}
	for _, client := range c.clients {
		parts.Switches = parts.Switches || client.parts.Switches
		parts.Links = parts.Links || client.parts.Links
		for _, id := range client.fields {
			ids[id] = true
		}
	}
	return slices.Sorted(maps.Keys(ids)), parts
}

// disconnect closes the connection, once no call is stuck any more: only then may
// DCGM be called again. It must not be left out: go-dcgm counts, and would not
// connect anew.
func (c *connection) disconnect() {
	err := c.worker.finish("disconnect", func() error {
		if !c.opened {
			return nil
		}
		c.opened = false
		clear(c.requests)
		if err := c.watches.reset(); err != nil {
			c.opts.Logger.Debug("Watches not ended cleanly", zap.Error(err))
		}
		return c.driver.close()
	})
	if err != nil {
		c.opts.Logger.Debug("Connection to DCGM not closed cleanly", zap.Error(err))
	}
}

// lost is called by clients with the error of a call.
func (c *connection) lost(err error) {
	c.mu.Lock()
	if err == nil {
		c.failures = 0
		c.mu.Unlock()
		return
	}
	c.failures++
	fatal := errors.Is(err, errConnection) || errors.Is(err, ErrHung) || c.failures >= maxReadFailures
	if fatal {
		c.failures = 0
	}
	c.mu.Unlock()
	if fatal && c.state.Load().Inventory != nil {
		c.down(err)
		select {
		case c.broken <- struct{}{}:
		default:
		}
	}
}

func (c *connection) down(err error) {
	c.update(func(s *State) { s.Inventory, s.Err = nil, err })
}

// update replaces the state and wakes the clients.
func (c *connection) update(change func(*State)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := *c.state.Load()
	change(&s)
	c.state.Store(&s)
	for _, client := range c.clients {
		client.wake()
	}
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
