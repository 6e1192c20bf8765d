// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// write stores the results and the index. Runs of the plan without a result
// keep their files; files that belong to no run are removed.
func write(root string, runs []run, versions map[string]map[string]string, results map[string]*result) error {
	folder := filepath.Join(root, "recordings")
	old, err := readIndex(folder)
	if err != nil {
		return err
	}
	index := sdk.Index{Sets: versions, Recordings: []sdk.Recording{}, Silent: []sdk.Silent{}}
	for _, r := range runs {
		got := results[r.id()]
		if got == nil {
			index.Recordings = append(index.Recordings, keep(old.Recordings, func(o sdk.Recording) bool {
				return o.Set == r.set.key() && strings.HasPrefix(o.Path, strings.TrimSuffix(r.path(""), ".json"))
			})...)
			index.Silent = append(index.Silent, keep(old.Silent, func(o sdk.Silent) bool { return o == r.silent() })...)
			continue
		}
		newNormaliser(r.set.Library+" "+r.id(), got.sinkPort,
			got.endpoint, fmt.Sprintf("http://127.0.0.1:%d", otlpPort),
			filepath.Join(root, ".work", r.set.Language+"-"+r.set.folder()), "/app",
			filepath.Join(root, r.set.Language), "/app",
		).apply(got.telemetry)
		recordings, err := save(folder, r, got.telemetry)
		if err != nil {
			return err
		}
		index.Recordings = append(index.Recordings, recordings...)
		if got.traces.SpanCount() == 0 {
			index.Silent = append(index.Silent, r.silent())
		}
	}
	data, err := json.MarshalIndent(index, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "index.json"), append(data, '\n'), 0o600); err != nil {
		return err
	}
	return prune(folder, index)
}

func (r run) silent() sdk.Silent {
	return sdk.Silent{
		Library: r.set.Library, Language: r.set.Language, Version: r.version, Variant: r.set.Variant,
		Provider: r.provider, Scenario: r.scenario,
	}
}

func keep[T any](list []T, wanted func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(t T) bool { return !wanted(t) })
}

func readIndex(folder string) (sdk.Index, error) {
	var index sdk.Index
	data, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return index, nil
	}
	if err != nil {
		return index, err
	}
	return index, json.Unmarshal(data, &index)
}

// save writes one file per signal that has items.
func save(folder string, r run, t *telemetry) ([]sdk.Recording, error) {
	var recordings []sdk.Recording
	for _, signal := range []struct {
		name    string
		items   int
		marshal func() ([]byte, error)
	}{
		{sdk.SignalTraces, t.traces.SpanCount(), func() ([]byte, error) { return (&ptrace.JSONMarshaler{}).MarshalTraces(t.traces) }},
		{sdk.SignalLogs, t.logs.LogRecordCount(), func() ([]byte, error) { return (&plog.JSONMarshaler{}).MarshalLogs(t.logs) }},
		{sdk.SignalMetrics, t.metrics.MetricCount(), func() ([]byte, error) { return (&pmetric.JSONMarshaler{}).MarshalMetrics(t.metrics) }},
	} {
		if signal.items == 0 || len(r.set.Signals) > 0 && !slices.Contains(r.set.Signals, signal.name) {
			continue
		}
		data, err := signal.marshal()
		if err != nil {
			return nil, err
		}
		if data, err = pretty(data); err != nil {
			return nil, err
		}
		path := r.path(signal.name)
		file := filepath.Join(folder, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			return nil, err
		}
		recordings = append(recordings, sdk.Recording{
			Library: r.set.Library, Language: r.set.Language, Version: r.version, Variant: r.set.Variant,
			Provider: r.provider, Scenario: r.scenario, Signal: signal.name,
			Set: r.set.key(), Items: signal.items, Path: path,
		})
	}
	return recordings, nil
}

// prune removes recordings that the index does not list, and empty folders.
func prune(folder string, index sdk.Index) error {
	listed := map[string]bool{"index.json": true}
	for _, r := range index.Recordings {
		listed[filepath.FromSlash(r.Path)] = true
	}
	var folders []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			folders = append(folders, path)
			return nil
		}
		relative, err := filepath.Rel(folder, path)
		if err != nil || listed[relative] {
			return err
		}
		return os.Remove(path)
	})
	if err != nil {
		return err
	}
	for _, path := range slices.Backward(folders) {
		entries, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}
