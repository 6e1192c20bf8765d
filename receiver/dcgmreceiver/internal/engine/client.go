// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/field"
)

// process is the connection of this process.
var process struct {
	mu sync.Mutex
	// current is nil while no client uses DCGM.
	current *connection
	// last is closed when the last connection has ended.
	last <-chan struct{}
}

// Client is the part of one receiver in the connection.
type Client struct {
	conn    *connection
	fields  []field.ID
	parts   Parts
	updates chan struct{}
}

// Open joins the connection of the process, which it starts if there is none.
// It does not wait for DCGM. fields are those of which the inventory shall know
// the metadata.
func Open(ctx context.Context, opts Options, fields []field.ID, parts Parts) (*Client, error) {
	process.mu.Lock()
	defer process.mu.Unlock()
	conn := process.current
	if conn != nil && conn.opts.Endpoint != opts.Endpoint {
		return nil, fmt.Errorf("%w: %s is in use, %s cannot be; DCGM allows one connection per process, run another collector for the other endpoint",
			ErrOtherEndpoint, conn.opts.Endpoint, opts.Endpoint)
	}
	c := &Client{fields: fields, parts: parts, updates: make(chan struct{}, 1)}
	c.wake()
	if conn != nil {
		if conn.opts.timing() != opts.timing() {
			opts.Logger.Warn("Another receiver has the connection to DCGM already: its call_timeout, reconnect and rescan_interval hold for this one too")
		}
		c.conn = conn
		conn.join(c)
		return c, nil
	}
	d, err := newDriver()
	if err != nil {
		return nil, err
	}
	after := process.last
	if after == nil {
		ended := make(chan struct{})
		close(ended)
		after = ended
	}
	c.conn = newConnection(ctx, opts, d, after, c)
	process.current, process.last = c.conn, c.conn.ended
	return c, nil
}

// Close leaves the connection, and ends it if this was the last client. It does
// not wait for an engine that hangs longer than ctx allows; the next connection
// does.
func (c *Client) Close(ctx context.Context) error {
	process.mu.Lock()
	conn := c.conn
	conn.mu.Lock()
	conn.clients = slices.DeleteFunc(conn.clients, func(other *Client) bool { return other == c })
	last := len(conn.clients) == 0
	conn.mu.Unlock()
	if last && process.current == conn {
		process.current = nil
		conn.cancel()
	}
	process.mu.Unlock()
	if !last {
		return c.watch(ctx, func(uint64) bool { return true }, nil)
	}
	select {
	case <-conn.ended:
		process.mu.Lock()
		defer process.mu.Unlock()
		if process.last == conn.ended {
			process.last = nil
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: left behind", ErrHung)
	}
}

// Updates has an element whenever State may have changed.
func (c *Client) Updates() <-chan struct{} { return c.updates }

// State returns what is known of the connection.
func (c *Client) State() State { return *c.conn.state.Load() }

func (c *Client) wake() {
	select {
	case c.updates <- struct{}{}:
	default:
	}
}

// Watch replaces what the engine samples for this client. The entities are those
// of an inventory of this generation; if there is a newer one, nothing happens,
// because Updates has told so.
func (c *Client) Watch(ctx context.Context, generation uint64, watches []Watch) error {
	return c.watch(ctx, func(now uint64) bool { return now == generation }, watches)
}

func (c *Client) watch(ctx context.Context, current func(uint64) bool, watches []Watch) error {
	return c.call(ctx, "watch", func() error {
		if inv := c.State().Inventory; inv == nil || !current(inv.Generation) {
			return nil
		}
		if watches == nil {
			delete(c.conn.requests, c)
		} else {
			c.conn.requests[c] = watches
		}
		err := c.conn.watches.apply(c.allRequests())
		// Each time with fewer fields: some refuse to be named, others to be watched.
		for range 3 {
			if !errors.Is(err, errFieldsRefused) {
				break
			}
			err = c.conn.watches.apply(c.allRequests())
		}
		if err == nil {
			return nil
		}
		// Errors of watches are texts: see whether the connection is lost.
		if _, lost := c.conn.driver.signature(); lost != nil {
			return errors.Join(err, lost)
		}
		return err
	})
}

// allRequests lists the requests in the order in which the clients came.
func (c *Client) allRequests() [][]Watch {
	c.conn.mu.Lock()
	defer c.conn.mu.Unlock()
	var all [][]Watch
	for _, client := range c.conn.clients {
		all = append(all, c.conn.requests[client])
	}
	return all
}

// Latest appends the newest values to dst. After an error the values and dst
// must not be used any more.
func (c *Client) Latest(ctx context.Context, queries []Query, dst []Value) ([]Value, error) {
	err := c.call(ctx, "read", func() (err error) {
		for _, q := range queries {
			if dst, err = c.conn.driver.latest(q.Entities, q.Fields, dst); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return dst, nil
}

// Since returns the samples of fields of a set from a time on, in the order of
// time for each field. It costs one exchange with the engine for each entity and
// field.
func (c *Client) Since(ctx context.Context, set string, fields []field.ID, from time.Time) ([]Value, error) {
	var values []Value
	err := c.call(ctx, "read history", func() error {
		all, err := c.conn.watches.since(set, fields, from, nil)
		values = slices.DeleteFunc(all, func(v Value) bool { return !slices.Contains(fields, v.Field) })
		return err
	})
	if err != nil {
		return nil, err
	}
	return values, nil
}

func (c *Client) call(ctx context.Context, name string, run func() error) error {
	if c.State().Inventory == nil {
		return ErrDown
	}
	err := c.conn.worker.do(ctx, name, run)
	if ctx.Err() == nil {
		c.conn.lost(err)
	}
	return err
}
