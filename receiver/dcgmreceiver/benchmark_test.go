// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/engine"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/fakedcgm"
	"github.com/otelcol-genai/otelcol-genai/receiver/dcgmreceiver/internal/metadata"
)

// benchFields are 20 fields that a GPU has, or 20 that a MIG instance has.
var benchFields = map[string][]any{
	"gpu": {
		"DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_MEM_COPY_UTIL", "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE",
		"DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_MEMORY_TEMP", "DCGM_FI_DEV_SM_CLOCK",
		"DCGM_FI_DEV_MEM_CLOCK", "DCGM_FI_PROF_GR_ENGINE_ACTIVE", "DCGM_FI_PROF_SM_ACTIVE", "DCGM_FI_PROF_SM_OCCUPANCY",
		"DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "DCGM_FI_PROF_DRAM_ACTIVE", "DCGM_FI_PROF_PIPE_FP32_ACTIVE", "DCGM_FI_PROF_PIPE_FP16_ACTIVE",
		"DCGM_FI_PROF_PCIE_TX_BYTES", "DCGM_FI_PROF_PCIE_RX_BYTES", "DCGM_FI_PROF_NVLINK_TX_BYTES", "DCGM_FI_PROF_NVLINK_RX_BYTES",
	},
	"instance": {
		"DCGM_FI_DEV_FB_TOTAL", "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE", "DCGM_FI_DEV_FB_RESERVED", "DCGM_FI_DEV_FB_USED_PERCENT",
		"DCGM_FI_PROF_GR_ENGINE_ACTIVE", "DCGM_FI_PROF_SM_ACTIVE", "DCGM_FI_PROF_SM_OCCUPANCY", "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
		"DCGM_FI_PROF_DRAM_ACTIVE", "DCGM_FI_PROF_PIPE_FP64_ACTIVE", "DCGM_FI_PROF_PIPE_FP32_ACTIVE", "DCGM_FI_PROF_PIPE_FP16_ACTIVE",
		// Of the GPU.
		"DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_MEMORY_TEMP", "DCGM_FI_DEV_SM_CLOCK",
		"DCGM_FI_PROF_PCIE_TX_BYTES", "DCGM_FI_PROF_PCIE_RX_BYTES", "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
	},
}

func migNode() string {
	var b strings.Builder
	for gpu := range 8 {
		fmt.Fprintf(&b, "gpu %d mig=1\n", gpu)
		for i := range 7 {
			fmt.Fprintf(&b, "gi %d gpu=%d nvml=%d slices=1 fb=9728\n", gpu*7+i, gpu, 7+i)
		}
	}
	return b.String()
}

// stepped is a receiver whose reads the caller makes.
func stepped(b *testing.B, fields []any) *dcgmReceiver {
	b.Helper()
	cfg := parseConfig(b, map[string]any{
		"hostname": "gpu-1",
		"steady":   map[string]any{"interval": "5s", "fields": fields},
	})
	r, err := newReceiver(receivertest.NewNopSettings(metadata.Type), cfg, consumertest.NewNop())
	require.NoError(b, err)
	r.host = &statusHost{}
	r.client, err = engine.Open(context.Background(), engine.Options{
		Endpoint: r.endpoint, CallTimeout: 10 * time.Second, InitialBackoff: 10 * time.Millisecond, MaxBackoff: time.Second,
		RescanInterval: time.Hour, Logger: r.logger,
	}, r.fields, engine.Parts{})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, r.Shutdown(context.Background())) })
	for r.state.Inventory == nil {
		<-r.client.Updates()
		r.engineChanged(context.Background())
	}
	return r
}

// BenchmarkRead measures reading and emitting all fields; every sample is new.
// "engine" is the part of the calls to DCGM, with the simulated engine in it.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct{ name, scenario, fields string }{
		{"8GPUx20", gpus(8), "gpu"},
		{"8x7MIGx20", migNode(), "instance"},
	} {
		b.Run(c.name, func(b *testing.B) {
			fake := fakedcgm.New(b, c.scenario)
			clock := time.Now()
			fake.SetClock(clock)
			defer fake.SetClock(time.Time{})
			r := stepped(b, benchFields[c.fields])
			values := 0
			b.Run("all", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					clock = clock.Add(5 * time.Second)
					fake.SetClock(clock)
					_, newest := r.read(b.Context(), r.machine.plan.Steady, r.profiles.SteadyInterval, true)
					if newest == 0 {
						b.Fatal("nothing read")
					}
					values = len(r.values)
				}
				b.ReportMetric(float64(values), "values/op")
			})
			b.Run("engine", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					var err error
					if r.values, err = r.client.Latest(b.Context(), r.machine.plan.Steady, r.values[:0]); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
