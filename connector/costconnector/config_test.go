// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/metadata"
)

func TestLoadConfig(t *testing.T) {
	conf, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	require.NoError(t, err)
	load := func(id component.ID) *Config {
		cfg := createDefaultConfig()
		sub, err := conf.Sub(id.String())
		require.NoError(t, err)
		require.NoError(t, sub.Unmarshal(cfg))
		require.NoError(t, confmap.Validate(cfg))
		return cfg.(*Config)
	}

	want := createDefaultConfig().(*Config)
	want.PriceBook.File = "prices.yaml"
	require.Equal(t, want, load(component.NewID(metadata.Type)))

	require.Equal(t, &Config{
		PriceBook:                   PriceBookConfig{File: "/etc/otelcol-genai/prices.yaml"},
		Side:                        "server",
		Dimensions:                  []DimensionConfig{{Name: "tenant", From: "customer.number", Default: "house"}, {Name: "k8s.namespace.name"}},
		MetricsFlushInterval:        time.Minute,
		AggregationCardinalityLimit: 500,
		UnpricedCardinalityLimit:    20,
		ReferencePrices:             false,
	}, load(component.NewIDWithName(metadata.Type, "all")))
}

func TestValidate(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   []string
	}{
		{"no book", func(c *Config) { c.PriceBook.File = "" }, []string{"price_book::file must be set"}},
		{"side", func(c *Config) { c.Side = "both" }, []string{`side must be client or server (got "both")`}},
		{"interval", func(c *Config) { c.MetricsFlushInterval = time.Millisecond }, []string{"metrics_flush_interval must be at least 100ms (got 1ms)"}},
		{"limit", func(c *Config) { c.AggregationCardinalityLimit = 0 }, []string{"aggregation_cardinality_limit must be at least 1 (got 0)"}},
		{"unpriced limit", func(c *Config) { c.UnpricedCardinalityLimit = -1 }, []string{"unpriced_cardinality_limit must be at least 1 (got -1)"}},
		{"no name", func(c *Config) { c.Dimensions = []DimensionConfig{{From: "x"}} }, []string{"dimensions[0]::name must not be empty"}},
		{"reserved", func(c *Config) { c.Dimensions = []DimensionConfig{{Name: "model"}} }, []string{`dimensions[0]::name "model" is always an attribute`}},
		{"twice", func(c *Config) { c.Dimensions = []DimensionConfig{{Name: "a"}, {Name: "a", From: "b"}} }, []string{`dimensions[1]::name "a" is given twice`}},
		{
			"all faults at once",
			func(c *Config) { *c = Config{Dimensions: []DimensionConfig{{Name: "user.id"}}} },
			[]string{"price_book::file", "side", "metrics_flush_interval", "aggregation_cardinality_limit", "unpriced_cardinality_limit", "dimensions[0]"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := createDefaultConfig().(*Config)
			cfg.PriceBook.File = testPrices
			require.NoError(t, confmap.Validate(cfg))
			tt.change(cfg)
			err := confmap.Validate(cfg)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestRequestIdentitiesAreRefused(t *testing.T) {
	for _, attribute := range []string{
		"user.id", "user_id", "enduser.id", "session.id", "session_id", "request_id", "request.id", "X-Request-ID",
		"gen_ai.conversation.id", "gen_ai.response.id", "trace_id", "span.id",
	} {
		t.Run(attribute, func(t *testing.T) {
			for _, dimension := range []DimensionConfig{{Name: attribute}, {Name: "tenant", From: attribute}} {
				cfg := createDefaultConfig().(*Config)
				cfg.PriceBook.File = testPrices
				cfg.Dimensions = []DimensionConfig{dimension}
				require.ErrorContains(t, confmap.Validate(cfg), "has a value per user, session or request")
			}
		})
	}
}
