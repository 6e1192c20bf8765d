// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package normalize

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// TestEngineSpans holds the spans that a real vLLM wrote of its requests to the
// conventions, and their request ids to those of the clients' spans.
func TestEngineSpans(t *testing.T) {
	files, err := filepath.Glob("../engines/recordings/*/*/traces.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(data)
			require.NoError(t, err)
			processTraces(t, td, removing(t))

			clients, served, joined := map[string]bool{}, 0, 0
			var engine []item
			for _, span := range spans(td) {
				id, ok := span.attributes.Get("request_id")
				switch {
				case span.name == "llm_request":
					engine = append(engine, span)
				case span.kind == ptrace.SpanKindClient && ok:
					clients[id.AsString()] = true
				}
			}
			for _, span := range engine {
				served++
				attrs := span.attributes.AsRaw()
				for _, name := range []string{
					"gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.response.time_to_first_chunk", "request_id",
				} {
					assert.Contains(t, attrs, name)
				}
				assert.Equal(t, "vllm", attrs["gen_ai.provider.name"])
				assert.NotContains(t, attrs, "gen_ai.usage.prompt_tokens")
				if id, ok := attrs["request_id"].(string); ok && clients[id] {
					joined++
				}
			}
			assert.Greater(t, served, 10)
			t.Logf("%d of %d requests joined with the span of their client by request_id", joined, served)
			assert.Greater(t, joined*2, served, "most requests must be joined with their client")
		})
	}
}
