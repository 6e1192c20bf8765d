// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package alertmanager asks Alertmanager which alerts fire.
package alertmanager

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
)

// maxBodyBytes of an answer are read: about 10,000 alerts.
const maxBodyBytes = 8 << 20

// Poller asks every endpoint at an interval.
type Poller struct {
	config   Config
	settings component.TelemetrySettings
	take     func(endpoint int, alerts []trigger.Alert)
	record   func(result string)

	client *http.Client
	stop   context.CancelFunc
	wg     sync.WaitGroup
}

// NewPoller returns a poller that gives every good answer to take, with the number
// of its endpoint and all alerts that fire there, and tells record the result of
// every poll.
func NewPoller(
	config Config, settings component.TelemetrySettings,
	take func(endpoint int, alerts []trigger.Alert), record func(result string),
) *Poller {
	return &Poller{config: config, settings: settings, take: take, record: record}
}

// Start begins to poll. That nobody answers is no error.
func (p *Poller) Start(ctx context.Context, host component.Host) error {
	client, err := p.config.ToClient(ctx, host.GetExtensions(), p.settings)
	if err != nil {
		return err
	}
	// A redirect would take the headers of the configuration to another server.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p.client = client
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	p.stop = stop
	for i, base := range p.config.URLs() {
		p.wg.Go(func() { p.run(running, i, p.query(base)) })
	}
	return nil
}

// Shutdown stops polling.
func (p *Poller) Shutdown() {
	if p.stop == nil {
		return
	}
	p.stop()
	p.wg.Wait()
	p.client.CloseIdleConnections()
}

// query returns the URL that asks one endpoint for the alerts that count.
func (p *Poller) query(base string) string {
	query := url.Values{"active": {"true"}, "silenced": {"false"}, "inhibited": {"false"}, "unprocessed": {"true"}}
	for _, m := range p.config.Matchers {
		query.Add("filter", m.String())
	}
	return strings.TrimSuffix(base, "/") + "/api/v2/alerts?" + query.Encode()
}

func (p *Poller) run(ctx context.Context, endpoint int, target string) {
	// The agents of a fleet start together; they must not ask together.
	timer := time.NewTimer(time.Duration(rand.Int64N(int64(p.config.Interval)))) //nolint:gosec // spreads load, protects nothing
	defer timer.Stop()
	last := resultOK
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		alerts, err := p.poll(ctx, target)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			p.take(endpoint, alerts)
		}
		last = p.note(endpoint, last, err)
		jitter := time.Duration(rand.Int64N(int64(p.config.Interval)/5)) - p.config.Interval/10 //nolint:gosec // as above
		timer.Reset(p.config.Interval + jitter)
	}
}

// note counts a poll, and logs it if its result is not that of the last one.
func (p *Poller) note(endpoint int, last result, err error) result {
	now := resultOK
	if err != nil {
		now = resultUnreachable
		if failed, ok := errors.AsType[*pollError](err); ok {
			now = failed.result
		}
	}
	p.record(string(now))
	address := zap.String("endpoint", p.config.URLs()[endpoint])
	switch now {
	case last:
	case resultOK:
		p.settings.Logger.Info("Alertmanager answers again", address)
	default:
		p.settings.Logger.Warn("Alertmanager cannot be asked for alerts; known ones count until alert_ttl",
			address, zap.String("result", string(now)), zap.Error(err))
	}
	return now
}

// result is how a poll ended.
type result string

const (
	resultOK          result = "ok"
	resultUnreachable result = "unreachable"
	resultTimeout     result = "timeout"
	resultStatus      result = "status"
	resultInvalid     result = "invalid"
	resultTooLarge    result = "too_large"
)

type pollError struct {
	result result
	err    error
}

func (e *pollError) Error() string { return e.err.Error() }

func fail(r result, format string, args ...any) error {
	return &pollError{result: r, err: fmt.Errorf(format, args...)}
}

func (p *Poller) poll(ctx context.Context, target string) ([]trigger.Alert, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, http.NoBody)
	if err != nil {
		return nil, fail(resultInvalid, "%w", err)
	}
	request.Header.Set("Accept", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return nil, transportError(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fail(resultStatus, "the answer has status %d", response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBodyBytes+1))
	if err != nil {
		return nil, transportError(err)
	}
	if len(body) > maxBodyBytes {
		return nil, fail(resultTooLarge, "the answer has more than %d bytes: choose fewer alerts by matchers", maxBodyBytes)
	}
	alerts, err := decode(body)
	if err != nil {
		return nil, fail(resultInvalid, "the answer is not that of Alertmanager's API v2: %w", err)
	}
	return alerts, nil
}

func transportError(err error) error {
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return fail(resultTimeout, "%w", err)
	}
	return fail(resultUnreachable, "%w", err)
}
