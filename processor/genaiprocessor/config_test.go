// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package genaiprocessor

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"

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
			want: &Config{RemoveOriginals: RemoveNone},
		},
		"all keys": {
			id:   component.NewIDWithName(metadata.Type, "all"),
			want: &Config{Dialects: []string{"openlit", "openinference"}, RemoveOriginals: RemoveMapped},
		},
		"unknown dialect": {
			id: component.NewIDWithName(metadata.Type, "unknown_dialect"),
			errs: []string{
				`dialects[1]: unknown dialect "openmetry", use one of openinference, strands, openllmetry, openlit, vercel_ai, langsmith, pydantic_ai, anthropic_sdk, inference_engine, otel_deprecated`,
				`dialects[2]: "openinference" is listed twice`,
			},
		},
		"unknown removal": {
			id:   component.NewIDWithName(metadata.Type, "unknown_removal"),
			errs: []string{"remove_originals", `unknown value "everything", use "none" or "mapped"`},
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
