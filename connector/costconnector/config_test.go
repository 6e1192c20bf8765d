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
		PriceBook:                   PriceBookConfig{File: "/etc/otelcol-genai/prices.yaml", ReloadInterval: time.Minute},
		Side:                        "server",
		Dimensions:                  []DimensionConfig{{Name: "tenant", From: "customer.number", Default: "house"}, {Name: "k8s.namespace.name"}},
		MetricsFlushInterval:        time.Minute,
		AggregationCardinalityLimit: 500,
		UnpricedCardinalityLimit:    20,
		RememberedSpans:             0,
		InputTokensConvention:       "auto",
		AdditiveScopes:              []string{"openlit.otel.tracing"},
		AdjustedCount:               true,
		AggregationTemporality:      "delta",
		SeriesExpiration:            24 * time.Hour,
		UsefulFinishReasons:         []string{"stop", "tool_calls"},
		Currency:                    "USD",
		ReferencePrices:             false,
		GPU: GPUConfig{
			MaxGap:        30 * time.Second,
			Window:        2 * time.Hour,
			ShareInterval: 10 * time.Minute,
			IdlePolicy:    "reserved",
			Reserved:      map[string]string{"team-a": "0.5"},
		},
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
		{"reload", func(c *Config) { c.PriceBook.ReloadInterval = time.Millisecond }, []string{"price_book::reload_interval must be 0 or at least 1s (got 1ms)"}},
		{"convention", func(c *Config) { c.InputTokensConvention = "" }, []string{`input_tokens_convention must be inclusive, additive or auto (got "")`}},
		{"temporality", func(c *Config) { c.AggregationTemporality = "both" }, []string{`aggregation_temporality must be cumulative or delta (got "both")`}},
		{"expiration", func(c *Config) { c.SeriesExpiration = -1 }, []string{"series_expiration must not be negative (got -1ns)"}},
		{"GPU gap", func(c *Config) { c.GPU.MaxGap = 0 }, []string{"gpu::max_gap must be at least 1s (got 0s)"}},
		{"GPU window", func(c *Config) { c.GPU.Window = 0 }, []string{"gpu::window must be at least 1s (got 0s)"}},
		{"share interval", func(c *Config) { c.GPU.ShareInterval = 0 }, []string{"gpu::share_interval must be at least 1s (got 0s)"}},
		{"idle policy", func(c *Config) { c.GPU.IdlePolicy = "none" }, []string{`gpu::idle_policy must be proportional, separate or reserved (got "none")`}},
		{"nothing reserved", func(c *Config) { c.GPU.IdlePolicy = "reserved" }, []string{"gpu::reserved must be set if idle_policy is reserved"}},
		{"reserved for nothing", func(c *Config) { c.GPU.Reserved = map[string]string{"a": "1"} }, []string{"gpu::reserved must be set if idle_policy is reserved, and only then"}},
		{"reserved is no decimal", func(c *Config) { c.GPU.Reserved = map[string]string{"a": "50 %"} }, []string{"gpu::reserved::a must be a plain decimal"}},
		{"reserved is too much", func(c *Config) { c.GPU.Reserved = map[string]string{"a": "1.1"} }, []string{"gpu::reserved::a must be at most 1"}},
		{"reserved is too much in sum", func(c *Config) { c.GPU.Reserved = map[string]string{"a": "0.6", "b": "0.5"} }, []string{"gpu::reserved must be at most 1 in sum"}},
		{"remembered spans", func(c *Config) { c.RememberedSpans = 1 << 30 }, []string{"remembered_spans must be from 0 to 4194304 (got 1073741824)"}},
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
