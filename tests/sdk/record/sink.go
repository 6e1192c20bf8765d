// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// maxExportBytes bounds one export request; the scenarios send a few KiB.
const maxExportBytes = 16 << 20

// telemetry is what one run exported.
type telemetry struct {
	traces  ptrace.Traces
	logs    plog.Logs
	metrics pmetric.Metrics
}

func newTelemetry() *telemetry {
	return &telemetry{traces: ptrace.NewTraces(), logs: plog.NewLogs(), metrics: pmetric.NewMetrics()}
}

// sink receives OTLP over HTTP. Each run exports to its own path prefix, so
// that runs can overlap.
type sink struct {
	http     *http.Server
	listener net.Listener

	mu   sync.Mutex
	runs map[string]*telemetry
	errs map[string]error
}

func startSink() (*sink, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("sink: %w", err)
	}
	s := &sink{listener: listener, runs: map[string]*telemetry{}, errs: map[string]error{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{run}/v1/{signal}", s.export)
	s.http = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.http.Serve(listener) }()
	return s, nil
}

func (s *sink) close() error { return s.http.Close() }

func (s *sink) port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// endpoint is the OTLP base address of a run.
func (s *sink) endpoint(run string) string {
	return "http://" + s.listener.Addr().String() + "/" + run
}

// take removes and returns what a run exported.
func (s *sink) take(run string) (*telemetry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, err := s.runs[run], s.errs[run]
	delete(s.runs, run)
	delete(s.errs, run)
	if t == nil {
		t = newTelemetry()
	}
	return t, err
}

func (s *sink) export(w http.ResponseWriter, r *http.Request) {
	run := r.PathValue("run")
	response, err := s.receive(run, r)
	if err != nil {
		s.mu.Lock()
		s.errs[run] = errors.Join(s.errs[run], err)
		s.mu.Unlock()
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", r.Header.Get("Content-Type"))
	_, _ = w.Write(response)
}

// codec is the part of the pdata export requests and responses that the sink uses.
type codec interface {
	UnmarshalProto([]byte) error
	UnmarshalJSON([]byte) error
}

func (s *sink) receive(run string, r *http.Request) ([]byte, error) {
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, err
		}
		body = unzipped
	}
	data, err := io.ReadAll(io.LimitReader(body, maxExportBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxExportBytes {
		return nil, fmt.Errorf("export of more than %d bytes", maxExportBytes)
	}
	contentType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	decode := func(c codec) error {
		if contentType == "application/json" {
			return c.UnmarshalJSON(data)
		}
		return c.UnmarshalProto(data)
	}

	traces, logs, metrics := ptraceotlp.NewExportRequest(), plogotlp.NewExportRequest(), pmetricotlp.NewExportRequest()
	switch signal := r.PathValue("signal"); signal {
	case "traces":
		err = decode(traces)
	case "logs":
		err = decode(logs)
	case "metrics":
		err = decode(metrics)
	default:
		err = fmt.Errorf("unknown signal %q", signal)
	}
	if err != nil {
		return nil, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.runs[run]
	if t == nil {
		t = newTelemetry()
		s.runs[run] = t
	}
	traces.Traces().ResourceSpans().MoveAndAppendTo(t.traces.ResourceSpans())
	logs.Logs().ResourceLogs().MoveAndAppendTo(t.logs.ResourceLogs())
	metrics.Metrics().ResourceMetrics().MoveAndAppendTo(t.metrics.ResourceMetrics())
	// The three responses are the same empty message.
	if contentType == "application/json" {
		return []byte("{}"), nil
	}
	return nil, nil
}
