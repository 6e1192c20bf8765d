// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/pricebook"
)

// Whatever arrives as a batch of spans, every model call has one outcome, and
// the totals can be exported.
func FuzzTraces(f *testing.F) {
	marshaler := ptrace.ProtoMarshaler{}
	for _, td := range []ptrace.Traces{benchmarkTraces(3, 2), tracesOf(f, request, request)} {
		data, err := marshaler.MarshalTraces(td)
		require.NoError(f, err)
		f.Add(data)
	}
	unmarshaler := ptrace.ProtoUnmarshaler{}
	f.Fuzz(func(t *testing.T, data []byte) {
		td, err := unmarshaler.UnmarshalTraces(data)
		if err != nil {
			return
		}
		m := newTestMeter(t, func(cfg *Config) { cfg.AdjustedCount = true })
		found := m.count(td)
		again := m.count(td)
		md := m.export()
		if requests := total(md, "genai.cost.requests"); requests == 0 && found.nestedSpans+found.duplicateSpans > 0 {
			t.Fatalf("%d nested and %d duplicate spans, of no request", found.nestedSpans, found.duplicateSpans)
		}
		require.GreaterOrEqual(t, again.duplicateSpans, found.duplicateSpans)
	})
}

// Whatever arrives as a batch of metrics, no point can stop those that follow.
func FuzzMetrics(f *testing.F) {
	marshaler := pmetric.ProtoMarshaler{}
	seed := samples(f, march,
		sample{name: "hw.gpu.utilization", attributes: onGPU1},
		sample{name: "hw.energy", value: 5, sum: true, attributes: onGPU1},
		sample{name: "inference.engine.generation_tokens", value: 7, sum: true, resource: engine1})
	data, err := marshaler.MarshalMetrics(seed)
	require.NoError(f, err)
	f.Add(data)
	book, err := pricebook.Load(testPrices)
	require.NoError(f, err)
	unmarshaler := pmetric.ProtoUnmarshaler{}
	f.Fuzz(func(t *testing.T, data []byte) {
		md, err := unmarshaler.UnmarshalMetrics(data)
		if err != nil {
			return
		}
		cfg := gpuConfig()
		r := newGPUReader(newGPUMeter(cfg, pcommon.NewMap(), book, march), cfg, march)
		r.read(md, march)
		other := map[string]any{"gpu_uuid": "GPU-other", "hw.model": "NVIDIA H100 80GB HBM3"}
		for _, after := range []time.Duration{time.Second, 37 * time.Second} {
			at := march.Add(after)
			r.read(samples(t, at, sample{name: "hw.gpu.utilization", attributes: other}), at)
		}
		out := pmetric.NewMetrics()
		r.meter.Export(out, pcommon.NewTimestampFromTime(march.Add(time.Minute)), true)
		exactly(t, nearestFloat(t, "0.035"), valueOf(t, out, "genai.gpu.cost.eur", "gpu", "GPU-other"))
	})
}
