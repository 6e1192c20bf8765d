// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

//go:build cgo && linux

package dcgmreceiver

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/pdatatest/pmetrictest"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares the second steady read of machines, the first one that has
// profiling fields, in both namings.
func TestGolden(t *testing.T) {
	for name, config := range map[string]map[string]any{
		"t4":       {"naming": "dcgm"},
		"a100-mig": {"naming": "both"},
		"h100":     {"naming": "otel", "extra_fields": []any{"DCGM_FI_DEV_PSTATE"}},
		"b200":     {"naming": "both", "nvswitch": true, "nvlink": true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("testdata", "machines", name)
			scenario, err := os.ReadFile(filepath.Join(dir, "scenario"))
			require.NoError(t, err)
			simulate(t, string(scenario), func(t *simulation) {
				b := start(t, config)
				time.Sleep(5500 * time.Millisecond)
				b.stop()
				all := b.sink.AllMetrics()
				require.Len(t, all, 2)
				file := filepath.Join(dir, "expected.yaml")
				if *update {
					require.NoError(t, golden.WriteMetrics(t.T, file, all[1], golden.SkipMetricTimestampNormalization()))
				}
				want, err := golden.ReadMetrics(file)
				require.NoError(t, err)
				require.NoError(t, pmetrictest.CompareMetrics(want, all[1],
					pmetrictest.IgnoreTimestamp(), pmetrictest.IgnoreStartTimestamp(),
					pmetrictest.IgnoreMetricsOrder(), pmetrictest.IgnoreMetricDataPointsOrder()))
			})
		})
	}
}
