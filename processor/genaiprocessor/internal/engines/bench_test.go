// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package engines

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

func unknownScrape() pmetric.MetricSlice {
	ms := pmetric.NewMetricSlice()
	for i := range 200 {
		gauge(ms, fmt.Sprintf("node_something_%d_bytes", i), 1, "device", "eth0")
	}
	return ms
}

func TestUnknownNamesCostNoAllocation(t *testing.T) {
	ms := unknownScrape()
	r := New(Options{DropCreated: true})
	assert.Zero(t, testing.AllocsPerRun(100, func() { r.Metrics(ms) }))
}

func BenchmarkUnknown(b *testing.B) {
	ms := unknownScrape()
	r := New(Options{DropCreated: true})
	b.ReportAllocs()
	for b.Loop() {
		r.Metrics(ms)
	}
	perPoint(b, ms.Len())
}

// Each iteration rewrites a fresh copy of a scrape; BenchmarkCopy is the cost
// of the copy alone.
func BenchmarkRename(b *testing.B) { benchmarkDumps(b, New(Options{}).Metrics) }

func BenchmarkKeepOriginals(b *testing.B) {
	benchmarkDumps(b, New(Options{KeepOriginals: true}).Metrics)
}

func BenchmarkCopy(b *testing.B) {
	benchmarkDumps(b, func(pmetric.MetricSlice) Stats { return Stats{} })
}

func benchmarkDumps(b *testing.B, do func(pmetric.MetricSlice) Stats) {
	b.Helper()
	for _, name := range []string{"vllm-0.28", "triton-tensorrt-llm"} {
		b.Run(name, func(b *testing.B) {
			in := dump(b, name)
			b.ReportAllocs()
			for b.Loop() {
				ms := pmetric.NewMetricSlice()
				in.CopyTo(ms)
				do(ms)
			}
			perPoint(b, len(render(in)))
		})
	}
}

func perPoint(b *testing.B, points int) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(points), "ns/point")
}
