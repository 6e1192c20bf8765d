// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

// Package sdk holds OTLP recordings of real LLM SDK instrumentations. README.md
// says how they are made and what is normalised in them.
package sdk

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

//go:embed recordings
var files embed.FS

const folder = "recordings"

// The signals of a recording.
const (
	SignalTraces  = "traces"
	SignalLogs    = "logs"
	SignalMetrics = "metrics"
)

// Recording is what one library exported of one signal in one scenario.
type Recording struct {
	// Library is the instrumentation, such as openinference, or the framework that
	// is instrumented itself, such as pydantic_ai.
	Library string `json:"library"`
	// Language is python or javascript.
	Language string `json:"language"`
	// Version is the version of the instrumentation package.
	Version string `json:"version"`
	// Variant names a configuration other than the default, such as events.
	Variant string `json:"variant,omitempty"`
	// Provider is the instrumented SDK: a provider's, such as openai, or a
	// framework, such as langchain.
	Provider string `json:"provider"`
	// Scenario is what the program did, for example chat_stream.
	Scenario string `json:"scenario"`
	// Signal is SignalTraces, SignalLogs or SignalMetrics.
	Signal string `json:"signal"`
	// Set is the key of [Index.Sets] for the packages that made the recording.
	Set string `json:"set"`
	// Items counts the spans, log records or metrics.
	Items int `json:"items"`
	// Path is the file below the recordings folder.
	Path string `json:"path"`
	// JSON is one OTLP export request in OTLP/JSON.
	JSON []byte `json:"-"`
}

// Silent is a run for which a library exported no span.
type Silent struct {
	Library  string `json:"library"`
	Language string `json:"language"`
	Version  string `json:"version"`
	Variant  string `json:"variant,omitempty"`
	Provider string `json:"provider"`
	Scenario string `json:"scenario"`
}

// Index is recordings/index.json.
type Index struct {
	// Sets has the exact package versions of every set.
	Sets       map[string]map[string]string `json:"sets"`
	Recordings []Recording                  `json:"recordings"`
	Silent     []Silent                     `json:"silent"`
}

// LoadIndex reads the index; its recordings have no JSON.
func LoadIndex() (Index, error) {
	var index Index
	data, err := files.ReadFile(path.Join(folder, "index.json"))
	if err != nil {
		return index, err
	}
	if err := json.Unmarshal(data, &index); err != nil {
		return index, fmt.Errorf("index.json: %w", err)
	}
	return index, nil
}

// Load reads every recording, in the order of the index.
func Load() ([]Recording, error) {
	index, err := LoadIndex()
	if err != nil {
		return nil, err
	}
	for i := range index.Recordings {
		r := &index.Recordings[i]
		if r.JSON, err = files.ReadFile(path.Join(folder, r.Path)); err != nil {
			return nil, err
		}
	}
	return index.Recordings, nil
}

// Traces decodes a recording of the signal traces.
func (r Recording) Traces() (ptrace.Traces, error) {
	if err := r.expect(SignalTraces); err != nil {
		return ptrace.Traces{}, err
	}
	return (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(r.JSON)
}

// Logs decodes a recording of the signal logs.
func (r Recording) Logs() (plog.Logs, error) {
	if err := r.expect(SignalLogs); err != nil {
		return plog.Logs{}, err
	}
	return (&plog.JSONUnmarshaler{}).UnmarshalLogs(r.JSON)
}

// Metrics decodes a recording of the signal metrics.
func (r Recording) Metrics() (pmetric.Metrics, error) {
	if err := r.expect(SignalMetrics); err != nil {
		return pmetric.Metrics{}, err
	}
	return (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics(r.JSON)
}

func (r Recording) expect(signal string) error {
	if r.Signal != signal {
		return fmt.Errorf("%s has %s, not %s", r.Path, r.Signal, signal)
	}
	return nil
}
