// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"

	"github.com/otelcol-genai/otelcol-genai/internal/gpumap"
	"github.com/otelcol-genai/otelcol-genai/processor/genaiprocessor/internal/metadata"
)

func TestLoadConfig(t *testing.T) {
	cm, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		id   component.ID
		want *Config
		errs []string
	}{
		"default": {
			id:   component.NewID(metadata.Type),
			want: createDefaultConfig().(*Config),
		},
		"all keys": {
			id: component.NewIDWithName(metadata.Type, "all"),
			want: &Config{
				Dialects:        []string{"openlit", "openinference"},
				Mappings:        []MappingConfig{{From: "acme.llm.model", To: "gen_ai.request.model", Values: map[string]string{"big": "gpt-4o"}}},
				RemoveOriginals: RemoveMapped,
				SemconvVersion:  Semconv141,
				Content:         ContentJSON,
				SpanNames:       SpanConventions,
				SpanKinds:       SpanConventions,
				Tenant:          IdentityConfig{Attribute: "team", From: []string{"acme.team"}},
				RequestID:       IdentityConfig{From: createDefaultConfig().(*Config).RequestID.From},
				GPUs:            configoptional.Default(gpumap.DefaultConfig()),
				EngineMetrics:   EngineMetricsConfig{DropCreated: false},
			},
		},
		"unknown dialect": {
			id: component.NewIDWithName(metadata.Type, "unknown_dialect"),
			errs: []string{
				`dialects[1]: unknown dialect "openmetry", use one of openinference, strands, langfuse, mlflow, mistral_sdk, litellm, agentops, langtrace, openllmetry, openlit, vercel_ai, langsmith, pydantic_ai, logfire, semantic_kernel, google_adk, haystack, genkit, mastra, spring_ai, crewai, claude_code, codex, anthropic_sdk, inference_engine, tgi, otel_deprecated`,
				`dialects[2]: "openinference" is listed twice`,
			},
		},
		"unknown removal": {
			id:   component.NewIDWithName(metadata.Type, "unknown_values"),
			errs: []string{"remove_originals", `unknown value "everything", use "none" or "mapped"`},
		},
		"unknown version": {
			id:   component.NewIDWithName(metadata.Type, "unknown_version"),
			errs: []string{"semconv_version", `unknown value "1.2", use "current" or "1.41"`},
		},
		"mappings": {
			id: component.NewIDWithName(metadata.Type, "mappings"),
			errs: []string{
				"mappings[0]::to must name the target attribute", "mappings[1]::from must name the source attribute",
				`mappings[2]: from and to are both "c"`, `tenant::from[0] must name an attribute other than tenant::attribute (got "")`,
				`tenant::from[1] must name an attribute other than tenant::attribute (got "tenant")`,
			},
		},
		"gpus": {
			id:   component.NewIDWithName(metadata.Type, "gpus"),
			errs: []string{"gpus", "file: \"gpus.yaml\" is relative"},
		},
		"unknown key": {
			id:   component.NewIDWithName(metadata.Type, "unknown_key"),
			errs: []string{"invalid keys: dialect"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := createDefaultConfig()
			sub, err := cm.Sub(tc.id.String())
			require.NoError(t, err)
			err = sub.Unmarshal(cfg)
			if err == nil {
				err = confmap.Validate(cfg)
			}
			for _, want := range tc.errs {
				require.ErrorContains(t, err, want)
			}
			if tc.errs == nil {
				require.NoError(t, err)
				assert.Equal(t, tc.want, cfg)
			}
		})
	}
}
