// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package piiredactionprocessor

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// TestGolden redacts one record of each convention with the defaults. Run with
// -update to write the results.
func TestGolden(t *testing.T) {
	var p *redaction
	for signal, redact := range map[string]func([]byte) ([]byte, error){
		"traces": func(in []byte) ([]byte, error) {
			td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(in)
			require.NoError(t, err)
			_, err = p.processTraces(t.Context(), td)
			require.NoError(t, err)
			return (&ptrace.JSONMarshaler{}).MarshalTraces(td)
		},
		"logs": func(in []byte) ([]byte, error) {
			ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(in)
			require.NoError(t, err)
			_, err = p.processLogs(t.Context(), ld)
			require.NoError(t, err)
			return (&plog.JSONMarshaler{}).MarshalLogs(ld)
		},
		"metrics": func(in []byte) ([]byte, error) {
			md, err := (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics(in)
			require.NoError(t, err)
			_, err = p.processMetrics(t.Context(), md)
			require.NoError(t, err)
			return (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
		},
	} {
		t.Run(signal, func(t *testing.T) {
			var err error
			p, err = newRedaction(settings(), defaults())
			require.NoError(t, err)
			in, err := os.ReadFile(filepath.Join("testdata", "golden", signal+".json"))
			require.NoError(t, err)
			out, err := redact(in)
			require.NoError(t, err)
			var got bytes.Buffer
			require.NoError(t, json.Indent(&got, out, "", " "))
			golden := filepath.Join("testdata", "golden", signal+".redacted.json")
			if *update {
				require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.JSONEq(t, string(want), got.String())
		})
	}
}
