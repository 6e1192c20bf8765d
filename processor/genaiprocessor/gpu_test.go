// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadatatest"
)

const (
	uuidA = "GPU-11111111-1111-1111-1111-111111111111"
	uuidB = "GPU-22222222-2222-2222-2222-222222222222"
	mig   = "MIG-33333333-3333-3333-3333-333333333333"
	mig2  = "MIG-44444444-4444-4444-4444-444444444444"

	gpuFile = `
devices:
  - {id: ` + mig + `, gpu: ` + uuidA + `, mig_instance_id: 7, mig_profile: 1g.10gb}
  - {id: ` + mig2 + `, gpu: ` + uuidA + `, mig_instance_id: 8, mig_profile: 1g.10gb}
entries:
  - match: {k8s.pod.name: vllm-0, k8s.namespace.name: inference}
    gpus: [` + uuidA + `]
  - match: {k8s.pod.name: vllm-tp2, k8s.namespace.name: inference}
    gpus: [` + uuidB + `, ` + uuidA + `]
  - match: {k8s.pod.name: vllm-mig, k8s.namespace.name: inference}
    gpus: [` + mig + `]
  - match: {k8s.pod.name: vllm-migs, k8s.namespace.name: inference}
    gpus: [` + mig + `, ` + mig2 + `]
  - match: {host.name: node-7, process.pid: 4711}
    gpus: [` + uuidB + `]
`
)

func withGPUs(t *testing.T) *Config {
	t.Helper()
	file := filepath.Join(t.TempDir(), "gpus.yaml")
	require.NoError(t, os.WriteFile(file, []byte(gpuFile), 0o600))
	gpus := gpumap.DefaultConfig()
	gpus.PodResources.Socket = ""
	gpus.File = file
	cfg := createDefaultConfig().(*Config)
	cfg.GPUs = configoptional.Some(gpus)
	require.NoError(t, cfg.Validate())
	return cfg
}

func TestGPUs(t *testing.T) {
	pod := func(name string) map[string]any {
		return map[string]any{"k8s.pod.name": name, "k8s.namespace.name": "inference"}
	}
	for name, tc := range map[string]struct {
		resource map[string]any
		own      map[string]any
		kind     ptrace.SpanKind
		want     map[string]any
		point    map[string]any
		outcome  string
	}{
		"one GPU": {
			resource: pod("vllm-0"), kind: ptrace.SpanKindServer, outcome: "found",
			want:  map[string]any{"gpu_uuid": uuidA},
			point: map[string]any{"gpu_uuid": uuidA},
		},
		"several GPUs": {
			resource: pod("vllm-tp2"), kind: ptrace.SpanKindServer, outcome: "found",
			want:  map[string]any{"gpu_uuids": []any{uuidA, uuidB}, "gpu.count": int64(2)},
			point: map[string]any{},
		},
		"a slice": {
			resource: pod("vllm-mig"), kind: ptrace.SpanKindServer, outcome: "found",
			want:  map[string]any{"gpu_uuid": uuidA, "gpu.mig.uuid": mig, "gpu.mig.instance.id": "7", "gpu.mig.profile": "1g.10gb"},
			point: map[string]any{"gpu_uuid": uuidA, "gpu.mig.uuid": mig, "gpu.mig.instance.id": "7", "gpu.mig.profile": "1g.10gb"},
		},
		"two slices of one GPU": {
			resource: pod("vllm-migs"), kind: ptrace.SpanKindServer, outcome: "found",
			want:  map[string]any{"gpu_uuid": uuidA},
			point: map[string]any{"gpu_uuid": uuidA},
		},
		"a process": {
			resource: map[string]any{"host.name": "node-7", "process.pid": 4711}, kind: ptrace.SpanKindServer, outcome: "found",
			want:  map[string]any{"gpu_uuid": uuidB},
			point: map[string]any{"gpu_uuid": uuidB},
		},
		"a client's span": {
			resource: pod("vllm-0"), kind: ptrace.SpanKindClient, outcome: "found",
			want:  map[string]any{},
			point: map[string]any{"gpu_uuid": uuidA},
		},
		"what the telemetry says itself": {
			resource: pod("vllm-0"), kind: ptrace.SpanKindServer, own: map[string]any{"gpu_uuid": "GPU-own"}, outcome: "found",
			want:  map[string]any{"gpu_uuid": "GPU-own"},
			point: map[string]any{"gpu_uuid": "GPU-own"},
		},
		"an application's pod": {
			resource: pod("web-0"), kind: ptrace.SpanKindServer, outcome: "not_found",
			want: map[string]any{}, point: map[string]any{},
		},
		"another process": {
			resource: map[string]any{"host.name": "node-7", "process.pid": 4712}, kind: ptrace.SpanKindServer, outcome: "not_found",
			want: map[string]any{}, point: map[string]any{},
		},
		"nobody": {
			resource: map[string]any{"service.name": "x"}, kind: ptrace.SpanKindServer,
			want: map[string]any{}, point: map[string]any{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := withGPUs(t)
			tel := componenttest.NewTelemetry()
			t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
			set := metadatatest.NewSettings(tel)
			f := NewFactory()
			traces, logs, metrics := new(consumertest.TracesSink), new(consumertest.LogsSink), new(consumertest.MetricsSink)
			tp, err := f.CreateTraces(t.Context(), set, cfg, traces)
			require.NoError(t, err)
			lp, err := f.CreateLogs(t.Context(), set, cfg, logs)
			require.NoError(t, err)
			mp, err := f.CreateMetrics(t.Context(), set, cfg, metrics)
			require.NoError(t, err)
			for _, c := range []component.Component{tp, lp, mp} {
				require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
			}
			require.Len(t, gpuMaps.running, 1, "the signals share one map")
			t.Cleanup(func() {
				for _, c := range []component.Component{tp, lp, mp} {
					require.NoError(t, c.Shutdown(context.WithoutCancel(t.Context())))
				}
				require.Empty(t, gpuMaps.running)
			})
			fill := func(resource pcommon.Resource, attrs pcommon.Map) {
				require.NoError(t, resource.Attributes().FromRaw(tc.resource))
				require.NoError(t, attrs.FromRaw(tc.own))
			}

			td := ptrace.NewTraces()
			rs := td.ResourceSpans().AppendEmpty()
			span := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
			span.SetKind(tc.kind)
			fill(rs.Resource(), span.Attributes())
			require.NoError(t, tp.ConsumeTraces(t.Context(), td))
			assert.Equal(t, tc.want, span.Attributes().AsRaw())

			ld := plog.NewLogs()
			rl := ld.ResourceLogs().AppendEmpty()
			record := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
			fill(rl.Resource(), record.Attributes())
			require.NoError(t, lp.ConsumeLogs(t.Context(), ld))
			if tc.kind == ptrace.SpanKindServer {
				assert.Equal(t, tc.want, record.Attributes().AsRaw())
			}

			md := pmetric.NewMetrics()
			rm := md.ResourceMetrics().AppendEmpty()
			ms := rm.ScopeMetrics().AppendEmpty().Metrics()
			engine, other := ms.AppendEmpty(), ms.AppendEmpty()
			engine.SetName("vllm:of_the_future")
			other.SetName("process_open_fds")
			dp, odp := engine.SetEmptyGauge().DataPoints().AppendEmpty(), other.SetEmptyGauge().DataPoints().AppendEmpty()
			fill(rm.Resource(), dp.Attributes())
			require.NoError(t, mp.ConsumeMetrics(t.Context(), md))
			assert.Equal(t, tc.point, dp.Attributes().AsRaw())
			assert.Empty(t, odp.Attributes().AsRaw())

			if tc.outcome != "" {
				metadatatest.AssertEqualProcessorGenaiGpuLookups(t, tel, []metricdata.DataPoint[int64]{
					{Value: 3, Attributes: attribute.NewSet(attribute.String("outcome", tc.outcome))},
				}, metricdatatest.IgnoreTimestamp())
			}
			_, err = tel.GetMetric("otelcol_processor_genai_gpu_map_age")
			require.NoError(t, err)
		})
	}
}

func TestGPUFileMustBeRight(t *testing.T) {
	cfg := withGPUs(t)
	require.NoError(t, os.WriteFile(cfg.GPUs.Get().File, []byte("entries: [{match: {pod: a}, gpu: x}]"), 0o600))
	p, err := NewFactory().CreateTraces(t.Context(), metadatatest.NewSettings(componenttest.NewTelemetry()), cfg, new(consumertest.TracesSink))
	require.NoError(t, err)
	require.ErrorContains(t, p.Start(t.Context(), componenttest.NewNopHost()), "gpus: ")
	require.NoError(t, p.Shutdown(t.Context()))
}
