// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/piiredactionprocessor"
	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// planted takes the place of words that are content in all recordings, in every
// form in which the libraries write it.
var planted = map[string]string{
	"Paris":          "anna.meyer@example.org",
	"short sentence": "sentence to DE89 3704 0044 0532 0130 00",
	"France":         "4111 1111 1111 1111",
}

// redactor redacts OTLP/JSON.
type redactor struct {
	traces  consumer.Traces
	logs    consumer.Logs
	metrics consumer.Metrics

	traceSink  consumertest.TracesSink
	logSink    consumertest.LogsSink
	metricSink consumertest.MetricsSink
}

func newRedactor(t *testing.T, config map[string]any) *redactor {
	t.Helper()
	f := piiredactionprocessor.NewFactory()
	set := processortest.NewNopSettings(f.Type())
	cfg := f.CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(config).Unmarshal(cfg))
	require.NoError(t, confmap.Validate(cfg))
	r := &redactor{}
	traces, err := f.CreateTraces(t.Context(), set, cfg, &r.traceSink)
	require.NoError(t, err)
	logs, err := f.CreateLogs(t.Context(), set, cfg, &r.logSink)
	require.NoError(t, err)
	metrics, err := f.CreateMetrics(t.Context(), set, cfg, &r.metricSink)
	require.NoError(t, err)
	for _, p := range []interface {
		Start(context.Context, component.Host) error
		Shutdown(context.Context) error
	}{traces, logs, metrics} {
		require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))
		t.Cleanup(func() { assert.NoError(t, p.Shutdown(context.WithoutCancel(t.Context()))) })
	}
	r.traces, r.logs, r.metrics = traces, logs, metrics
	return r
}

// redact returns data before and after the processor, both written by the same
// marshaler.
func (r *redactor) redact(t *testing.T, signal string, data []byte) (before, after []byte) {
	t.Helper()
	var err error
	switch signal {
	case sdk.SignalTraces:
		td, e := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
		require.NoError(t, e)
		before, err = (&ptrace.JSONMarshaler{}).MarshalTraces(td)
		require.NoError(t, err)
		r.traceSink.Reset()
		require.NoError(t, r.traces.ConsumeTraces(t.Context(), td))
		after, err = (&ptrace.JSONMarshaler{}).MarshalTraces(r.traceSink.AllTraces()[0])
	case sdk.SignalLogs:
		ld, e := (&plog.JSONUnmarshaler{}).UnmarshalLogs(data)
		require.NoError(t, e)
		before, err = (&plog.JSONMarshaler{}).MarshalLogs(ld)
		require.NoError(t, err)
		r.logSink.Reset()
		require.NoError(t, r.logs.ConsumeLogs(t.Context(), ld))
		after, err = (&plog.JSONMarshaler{}).MarshalLogs(r.logSink.AllLogs()[0])
	default:
		md, e := (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics(data)
		require.NoError(t, e)
		before, err = (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
		require.NoError(t, err)
		r.metricSink.Reset()
		require.NoError(t, r.metrics.ConsumeMetrics(t.Context(), md))
		after, err = (&pmetric.JSONMarshaler{}).MarshalMetrics(r.metricSink.AllMetrics()[0])
	}
	require.NoError(t, err)
	return before, after
}

func load(t *testing.T) []sdk.Recording {
	t.Helper()
	all, err := sdk.Load()
	require.NoError(t, err)
	require.Greater(t, len(all), 500)
	return all
}

// TestRecordingsStay: real telemetry without personal data comes out as it went
// in, whatever is scanned.
func TestRecordingsStay(t *testing.T) {
	for _, channels := range []string{"prompt", "all"} {
		r := newRedactor(t, map[string]any{"channels": channels})
		for _, rec := range load(t) {
			before, after := r.redact(t, rec.Signal, rec.JSON)
			if string(before) != string(after) {
				reportChanges(t, rec.Path, before, after)
			}
		}
	}
}

// TestPlantedDataGoes: what was planted is gone, wherever the library put it;
// JSON stays JSON, and everything else stays as it was.
func TestPlantedDataGoes(t *testing.T) {
	r := newRedactor(t, nil)
	recordings, values := 0, 0
	for _, rec := range load(t) {
		data := string(rec.JSON)
		for word, value := range planted {
			data = strings.ReplaceAll(data, word, value)
		}
		before, after := r.redact(t, rec.Signal, []byte(data))
		n := 0
		for _, value := range planted {
			n += strings.Count(string(before), value)
			if i := strings.Index(string(after), value); i >= 0 {
				t.Errorf("%s: %q is left: %s", rec.Path, value, after[max(0, i-150):min(len(after), i+50)])
			}
		}
		if n > 0 {
			recordings++
			values += n
			compare(t, rec.Path, parse(t, before), parse(t, after))
		}
		_, again := r.redact(t, rec.Signal, after)
		assert.Equal(t, string(after), string(again), "%s: a second pass changes nothing", rec.Path)
	}
	t.Logf("%d values in %d recordings", values, recordings)
	assert.Greater(t, recordings, 300)
}

func parse(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(data, &v))
	return v
}

// compare compares all but the strings that held what was planted.
func compare(t *testing.T, path string, before, after any) {
	t.Helper()
	switch b := before.(type) {
	case map[string]any:
		a, ok := after.(map[string]any)
		if !assert.True(t, ok && len(a) == len(b), path) {
			return
		}
		for k := range b {
			compare(t, path+"/"+k, b[k], a[k])
		}
	case []any:
		a, ok := after.([]any)
		if !assert.True(t, ok && len(a) == len(b), path) {
			return
		}
		for i := range b {
			compare(t, path, b[i], a[i])
		}
	case string:
		a, _ := after.(string)
		held := false
		for _, value := range planted {
			held = held || strings.Contains(b, value)
		}
		if !held {
			assert.Equal(t, b, a, path)
		} else if strings.HasPrefix(b, "{") || strings.HasPrefix(b, "[") {
			assert.Equal(t, json.Valid([]byte(b)), json.Valid([]byte(a)), "%s: %s became %s", path, b, a)
		}
	default:
		assert.Equal(t, before, after, path)
	}
}

// reportChanges names the strings that changed.
func reportChanges(t *testing.T, path string, before, after []byte) {
	t.Helper()
	compare(t, path, parse(t, before), parse(t, after))
	t.Errorf("%s changed", path)
}
