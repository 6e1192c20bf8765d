// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package mode

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/goleak"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	uuid0 = "GPU-473571f2-fb37-ef7e-50fe-9885b74a23cd"
	uuid1 = "GPU-7a2e92f2-be71-d37e-a744-541600ffc722"
)

var node = []GPU{
	{Index: 0, UUID: uuid0, PCIBusID: "00000000:3B:00.0"},
	{Index: 1, UUID: uuid1, PCIBusID: "00000000:AF:00.0"},
}

// fakeRecorder counts what it is told.
type fakeRecorder struct {
	mu     sync.Mutex
	counts map[string]int
	active int
}

func (r *fakeRecorder) add(n int, parts ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counts == nil {
		r.counts = map[string]int{}
	}
	r.counts[strings.TrimSpace(fmt.Sprintln(parts...))] += n
}

func (r *fakeRecorder) get(line string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts[line]
}

func (r *fakeRecorder) RecordTransition(gpu string, to Mode, reason string) {
	index := slices.IndexFunc(node, func(g GPU) bool { return g.UUID == gpu })
	r.add(1, "transition", index, to, reason)
}

func (r *fakeRecorder) RecordAlert(source, outcome string, n int) { r.add(n, "alert", source, outcome) }
func (r *fakeRecorder) RecordAlertEvicted(n int)                  { r.add(n, "evicted") }
func (r *fakeRecorder) RecordRequest(endpoint string, code int)   { r.add(1, "request", endpoint, code) }
func (r *fakeRecorder) RecordPoll(result string)                  { r.add(1, "poll", result) }

func (r *fakeRecorder) RecordActiveAlerts(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.active = n
}

// start runs a controller of the two GPUs with the section mode given as a map.
func start(t *testing.T, section map[string]any) (*Controller, *fakeRecorder, *observer.ObservedLogs) {
	t.Helper()
	return startIn(t, componenttest.NewNopHost(), section)
}

func startIn(t *testing.T, host component.Host, section map[string]any) (*Controller, *fakeRecorder, *observer.ObservedLogs) {
	t.Helper()
	config := DefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(section).Unmarshal(&config))
	require.NoError(t, confmap.Validate(&config))
	recorder := &fakeRecorder{}
	core, logs := observer.New(zap.InfoLevel)
	settings := componenttest.NewNopTelemetrySettings()
	settings.Logger = zap.New(core)
	c, err := NewController(config, settings, recorder)
	require.NoError(t, err)
	require.NoError(t, c.Start(t.Context(), host))
	t.Cleanup(func() { require.NoError(t, c.Shutdown(context.Background())) })
	c.SetGPUs(node)
	return c, recorder, logs
}
