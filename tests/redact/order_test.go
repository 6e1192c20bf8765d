// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor"
	"github.com/otelcol-genai/otelcol-genai/tests/sdk"
)

// TestBehindGenai redacts what the genai processor made of the recordings, as
// structured values and as JSON: the order of the presets.
func TestBehindGenai(t *testing.T) {
	for _, content := range []string{"structured", "json"} {
		r := newRedactor(t, nil)
		f := genaiprocessor.NewFactory()
		cfg := f.CreateDefaultConfig()
		require.NoError(t, confmap.NewFromStringMap(map[string]any{"remove_originals": "mapped", "content": content, "span_names": "conventions"}).Unmarshal(cfg))
		genai, err := f.CreateTraces(t.Context(), processortest.NewNopSettings(f.Type()), cfg, r.traces)
		require.NoError(t, err)
		n := 0
		for _, rec := range load(t) {
			if rec.Signal != sdk.SignalTraces {
				continue
			}
			data := string(rec.JSON)
			for word, value := range planted {
				data = strings.ReplaceAll(data, word, value)
			}
			td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces([]byte(data))
			require.NoError(t, err)
			r.traceSink.Reset()
			require.NoError(t, genai.ConsumeTraces(t.Context(), td))
			out, err := (&ptrace.JSONMarshaler{}).MarshalTraces(r.traceSink.AllTraces()[0])
			require.NoError(t, err)
			n += strings.Count(string(out), "[EMAIL_1]")
			for _, value := range planted {
				if i := strings.Index(string(out), value); i >= 0 {
					t.Errorf("%s: %q is left: %s", rec.Path, value, out[max(0, i-150):min(len(out), i+50)])
				}
			}
		}
		require.Greater(t, n, 300)
	}
}
