// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"context"
	"maps"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
)

// bench is a receiver under test with what it tells.
type bench struct {
	receiver.Metrics

	tb        testing.TB
	sink      *consumertest.MetricsSink
	logs      *observer.ObservedLogs
	telemetry *componenttest.Telemetry
	host      *statusHost
	stopped   bool
}

func parseConfig(tb testing.TB, yaml map[string]any) *Config {
	tb.Helper()
	cfg := NewFactory().CreateDefaultConfig()
	require.NoError(tb, confmap.NewFromStringMap(yaml).Unmarshal(&cfg))
	require.NoError(tb, confmap.Validate(cfg))
	return cfg.(*Config)
}

// start starts a receiver with a configuration over the defaults of tests.
func start(tb testing.TB, yaml map[string]any) *bench {
	tb.Helper()
	return startWith(tb, yaml, nil)
}

func startWith(tb testing.TB, yaml map[string]any, next consumer.Metrics) *bench {
	tb.Helper()
	all := map[string]any{"hostname": "gpu-1", "reconnect": map[string]any{"initial_interval": "20ms", "max_interval": "50ms"}}
	maps.Copy(all, yaml)
	core, logs := observer.New(zap.InfoLevel)
	b := &bench{tb: tb, sink: &consumertest.MetricsSink{}, logs: logs, telemetry: componenttest.NewTelemetry(), host: &statusHost{}}
	set := receiver.Settings{
		ID: component.NewID(metadata.Type), TelemetrySettings: b.telemetry.NewTelemetrySettings(),
		BuildInfo: receivertest.NewNopSettings(metadata.Type).BuildInfo,
	}
	set.Logger = zap.New(core)
	if next == nil {
		next = b.sink
	}
	var err error
	b.Metrics, err = NewFactory().CreateMetrics(context.Background(), set, parseConfig(tb, all), next)
	require.NoError(tb, err)
	require.NoError(tb, b.Start(context.Background(), b.host))
	tb.Cleanup(b.stop)
	return b
}

// stop shuts the receiver down, if that has not been done.
func (b *bench) stop() {
	b.tb.Helper()
	if b.stopped {
		return
	}
	b.stopped = true
	require.NoError(b.tb, b.Shutdown(context.Background()))
	require.NoError(b.tb, b.telemetry.Shutdown(context.Background()))
}

// statusHost keeps the last status that was reported.
type statusHost struct {
	last atomic.Pointer[componentstatus.Event]
}

func (*statusHost) GetExtensions() map[component.ID]component.Component { return nil }
func (h *statusHost) Report(e *componentstatus.Event)                   { h.last.Store(e) }

// tick lets the clock of the engine follow that of the bubble, until the function
// it returns is called.
func tick(fake *fakedcgm.Machine) func() {
	fake.SetClock(time.Now())
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				fake.SetClock(time.Now())
			}
		}
	}()
	return func() {
		close(stop)
		<-done
		fake.SetClock(time.Time{})
	}
}

// simulation is a test on a simulated machine.
type simulation struct {
	*testing.T

	engine *fakedcgm.Machine
}

// simulate runs f in a bubble in which the receiver and the engine share a clock
// that costs no time.
func simulate(t *testing.T, scenario string, f func(*simulation)) {
	t.Helper()
	fake := fakedcgm.New(t, scenario)
	synctest.Test(t, func(t *testing.T) {
		defer tick(fake)()
		f(&simulation{t, fake})
	})
}

// point is a data point with the name of its metric.
type point struct {
	metric string
	pmetric.NumberDataPoint
}

func (p point) label(key string) string {
	if v, ok := p.Attributes().Get(key); ok {
		return v.AsString()
	}
	return ""
}

func (p point) value() float64 {
	if p.ValueType() == pmetric.NumberDataPointValueTypeInt {
		return float64(p.IntValue())
	}
	return p.DoubleValue()
}

// points returns all points of a metric so far.
func (b *bench) points(metric string) []point {
	var all []point
	for _, md := range b.sink.AllMetrics() {
		all = append(all, pointsOf(md, metric)...)
	}
	return all
}

func pointsOf(md pmetric.Metrics, metric string) []point {
	var all []point
	for _, rm := range md.ResourceMetrics().All() {
		for _, sm := range rm.ScopeMetrics().All() {
			for _, m := range sm.Metrics().All() {
				if m.Name() != metric {
					continue
				}
				var dps pmetric.NumberDataPointSlice
				if m.Type() == pmetric.MetricTypeSum {
					dps = m.Sum().DataPoints()
				} else {
					dps = m.Gauge().DataPoints()
				}
				for _, dp := range dps.All() {
					all = append(all, point{metric, dp})
				}
			}
		}
	}
	return all
}

// counter returns the sum of a self-metric over the points with the attributes.
func (b *bench) counter(name string, attributes ...string) float64 {
	return selfMetric(b.tb, b.telemetry, name, attributes...)
}

// settings are for another receiver in the same collector.
func (b *bench) settings() receiver.Settings {
	set := receivertest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = b.telemetry.NewTelemetrySettings()
	return set
}
