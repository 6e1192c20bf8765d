// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"flag"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/pmetrictest"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

var update = flag.Bool("update", false, "rewrite testdata/export.yaml")

// The whole export of one priced, one partly priced and one unpriced request.
func TestGoldenExport(t *testing.T) {
	m := newTestMeter(t, nil)
	for i, model := range []string{"gpt-4o", "legacy-noprice-out", "gpt-99-turbo"} {
		td := spanCase{Provider: "openai", Model: model, Tokens: map[string]any{"input": 1000, "cache_read": 400, "output": 100}}.traces(t)
		rs := td.ResourceSpans().At(0)
		rs.Resource().Attributes().PutStr("service.name", "assistant")
		span := rs.ScopeSpans().At(0).Spans().At(0)
		span.Attributes().PutStr("tenant", "team-a")
		span.SetTraceID(pcommon.TraceID{byte(i + 1)})
		span.SetSpanID(pcommon.SpanID{byte(i + 1)})
		m.count(td)
	}
	const file = "testdata/export.yaml"
	got := m.export()
	if *update {
		require.NoError(t, golden.WriteMetricsToFile(file, got, golden.SkipMetricTimestampNormalization()))
	}
	want, err := golden.ReadMetrics(file)
	require.NoError(t, err)
	require.NoError(t, pmetrictest.CompareMetrics(want, got,
		pmetrictest.IgnoreMetricDataPointsOrder(), pmetrictest.IgnoreMetricsOrder()))
}
