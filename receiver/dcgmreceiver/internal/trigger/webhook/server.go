// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package webhook serves the HTTP side of the mode control: it takes the webhooks
// of Alertmanager and Grafana, and hosts the handler of orders.
package webhook

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.uber.org/zap"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/trigger"
)

// Server is the HTTP server.
type Server struct {
	config   Config
	settings component.TelemetrySettings
	take     func([]trigger.Alert) trigger.Outcomes
	modes    http.Handler
	record   func(endpoint string, code int)

	truncated atomic.Bool
	server    *http.Server
	addr      net.Addr
	wg        sync.WaitGroup
}

// NewServer returns a server that gives the alerts of each request to take, serves
// modes under the mode path, and tells record about every response: alerts, mode or
// other, and the status.
func NewServer(
	config Config, settings component.TelemetrySettings,
	take func([]trigger.Alert) trigger.Outcomes, modes http.Handler, record func(endpoint string, code int),
) *Server {
	return &Server{config: config, settings: settings, take: take, modes: modes, record: record}
}

// Start begins to serve.
func (s *Server) Start(ctx context.Context, host component.Host) error {
	mux := http.NewServeMux()
	if path := s.config.AlertsPath; path != "" {
		mux.HandleFunc("POST "+path, s.serveAlerts)
		mux.HandleFunc("PUT "+path, s.serveAlerts)
	}
	if path := s.config.ModePath; path != "" {
		mux.Handle("GET "+path, s.modes)
		mux.Handle("POST "+path, s.modes)
		mux.Handle("DELETE "+path, s.modes)
	}
	server, err := s.config.ToServer(ctx, host.GetExtensions(), s.settings, s.guard(mux))
	if err != nil {
		return err
	}
	listener, err := s.config.ToListener(ctx)
	if err != nil {
		return err
	}
	// Outermost, so that what authentication refuses is counted too.
	server.Handler = s.counted(server.Handler)
	s.server, s.addr = server, listener.Addr()
	s.settings.Logger.Info("Serving mode control", zap.Stringer("address", s.addr),
		zap.String("alerts_path", s.config.AlertsPath), zap.String("mode_path", s.config.ModePath))
	s.wg.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			componentstatus.ReportStatus(host, componentstatus.NewFatalErrorEvent(err))
		}
	})
	return nil
}

// Shutdown waits for the requests that are served, at most until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	if s.server == nil {
		return nil
	}
	err := s.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.server.Close())
	}
	s.wg.Wait()
	return err
}

// Addr returns the address that Start has bound.
func (s *Server) Addr() net.Addr { return s.addr }

// guard keeps web pages out that a browser on this machine has open: they can reach
// localhost, under their own name if its DNS record is changed.
func (s *Server) guard(next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	if !s.config.local() || s.config.authenticated() {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.namesServer(r.Host) {
			http.Error(w, "the Host header must name this machine by a loopback address or localhost", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) namesServer(host string) bool {
	if s.addr.Network() == "unix" {
		return true
	}
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return isLoopback(strings.Trim(host, "[]"))
}

func (s *Server) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status := &statusWriter{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(status, r)
		endpoint := "other"
		switch r.URL.Path {
		case s.config.AlertsPath:
			endpoint = "alerts"
		case s.config.ModePath:
			endpoint = "mode"
		}
		s.record(endpoint, status.code)
	})
}

// statusWriter remembers the status of a response.
type statusWriter struct {
	http.ResponseWriter

	code int
}

func (w *statusWriter) WriteHeader(code int) {
	w.code = code
	w.ResponseWriter.WriteHeader(code)
}

// Unwrap is for [http.ResponseController].
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
