// Copyright The otelcol-genai Authors
// SPDX-License-Identifier: Apache-2.0

package costconnector

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/ledger"
	"github.com/otelcol-genai/otelcol-genai/connector/costconnector/internal/usage"
	"github.com/otelcol-genai/otelcol-genai/internal/semconv"
)

// Config defines the configuration of the cost connector.
type Config struct {
	// PriceBook says where the prices are. Required.
	PriceBook PriceBookConfig `mapstructure:"price_book"`
	// Side is the end of the call whose spans are priced: "client" (span kind
	// CLIENT, INTERNAL or unspecified) or "server" (SERVER). Pricing both would
	// count a request twice. Default: client.
	Side string `mapstructure:"side"`
	// Dimensions are attributes added to every metric, besides service, provider,
	// model, operation and service tier. Default: tenant.
	Dimensions []DimensionConfig `mapstructure:"dimensions"`
	// MetricsFlushInterval is the time between exports. Default: 15s. At least 100ms.
	MetricsFlushInterval time.Duration `mapstructure:"metrics_flush_interval"`
	// AggregationCardinalityLimit is the number of label sets kept apart. Further
	// ones are added up under otel.metric.overflow=true, so that totals stay
	// right. Default: 2000. At least 1.
	AggregationCardinalityLimit int `mapstructure:"aggregation_cardinality_limit"`
	// UnpricedCardinalityLimit is the same for unpriced tokens, whose model names
	// come from the requests and not from the price book. Default: 100. At least 1.
	UnpricedCardinalityLimit int `mapstructure:"unpriced_cardinality_limit"`
	// RememberedSpans is about how many of the latest model calls are remembered,
	// in up to 96 bytes each, so that a call is counted once although its span is
	// delivered again or is nested in another span of the same call. 0: every span
	// is counted. Default: 32768.
	RememberedSpans int `mapstructure:"remembered_spans"`
	// InputTokensConvention says what gen_ai.usage.input_tokens counts: "inclusive"
	// (cached tokens too, as the semantic conventions say), "additive" (cached ones
	// come on top), or "auto" (additive if more tokens are cached than input).
	// Default: inclusive.
	InputTokensConvention string `mapstructure:"input_tokens_convention"`
	// AdditiveScopes are the names of instrumentation scopes whose input counts are
	// additive, whatever the convention. Default: none.
	AdditiveScopes []string `mapstructure:"additive_scopes"`
	// AdjustedCount charges a head-sampled span for all the spans that it stands
	// for by its trace state (ot=th:...). Such series have the attribute
	// sampling.method=extrapolated. Default: false.
	AdjustedCount bool `mapstructure:"adjusted_count"`
	// AggregationTemporality of the sums and the histogram: "cumulative" or
	// "delta". Default: cumulative.
	AggregationTemporality string `mapstructure:"aggregation_temporality"`
	// SeriesExpiration is how long a series is exported after its last change. 0:
	// until the collector stops. Default: 0.
	SeriesExpiration time.Duration `mapstructure:"series_expiration"`
	// UsefulFinishReasons are the finish reasons, in any case, of requests whose tokens
	// are counted as useful. Default: those of an answer or a tool call that is
	// complete, and of one that was cut at the token limit.
	UsefulFinishReasons []string `mapstructure:"useful_finish_reasons"`
	// Currency of all amounts: ISO 4217, the same as in the price book. It is part of
	// the names of metrics. Default: EUR.
	Currency string `mapstructure:"currency"`
	// ReferencePrices exports the price of a prompt and of a generation token for
	// every model of the book, as gauges. Default: true.
	ReferencePrices bool `mapstructure:"reference_prices"`
	// GPU says how the cost of GPU hours is computed.
	GPU GPUConfig `mapstructure:"gpu"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// PriceBookConfig says where the prices are.
type PriceBookConfig struct {
	// File is the path of the price book, YAML or JSON. Required.
	File string `mapstructure:"file"`
	// ReloadInterval is how often the file is looked at for changes. 0: never.
	// Default: 10s. At least 1s.
	ReloadInterval time.Duration `mapstructure:"reload_interval"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// DimensionConfig is one attribute of the metrics.
type DimensionConfig struct {
	// Name of the attribute on the metrics. Required.
	Name string `mapstructure:"name"`
	// From is the attribute of the span, or else of its resource, that has the
	// value. Default: the same as name.
	From string `mapstructure:"from"`
	// Default is the value when neither has the attribute. Default: unknown.
	Default string `mapstructure:"default"`

	// prevent unkeyed literal initialization
	_ struct{}
}

const (
	sideClient = "client"
	sideServer = "server"

	minFlushInterval  = 100 * time.Millisecond
	minReloadInterval = time.Second
	// maxRememberedSpans is 400 MiB of memory.
	maxRememberedSpans = 1 << 22
	maxDimensions      = 32
	unknown            = "unknown"
	defaultCurrency    = "EUR"

	temporalityCumulative = "cumulative"
	temporalityDelta      = "delta"
)

var conventions = map[string]usage.Convention{
	"inclusive": usage.Inclusive,
	"additive":  usage.Additive,
	"auto":      usage.Auto,
}

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	return &Config{
		PriceBook:                   PriceBookConfig{ReloadInterval: 10 * time.Second},
		Side:                        sideClient,
		Dimensions:                  []DimensionConfig{{Name: semconv.Tenant}},
		MetricsFlushInterval:        15 * time.Second,
		AggregationCardinalityLimit: 2000,
		UnpricedCardinalityLimit:    100,
		RememberedSpans:             32768,
		InputTokensConvention:       "inclusive",
		AggregationTemporality:      temporalityCumulative,
		UsefulFinishReasons: []string{
			"stop", "end_turn", "stop_sequence", "complete", "completed", "eos", "eos_token",
			"tool_call", "tool_calls", "tool_use", "function_call",
			"length", "max_tokens", "max_output_tokens",
		},
		Currency:        defaultCurrency,
		ReferencePrices: true,
		GPU: GPUConfig{
			MaxGap:        time.Minute,
			Window:        time.Hour,
			ShareInterval: 5 * time.Minute,
			IdlePolicy:    "proportional",
		},
	}
}

// Validate implements confmap.Validator.
func (c *Config) Validate() error {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	if c.PriceBook.File == "" {
		fault("price_book::file must be set to the path of a price book")
	}
	if c.PriceBook.ReloadInterval != 0 && c.PriceBook.ReloadInterval < minReloadInterval {
		fault("price_book::reload_interval must be 0 or at least %v (got %v)", minReloadInterval, c.PriceBook.ReloadInterval)
	}
	if c.Side != sideClient && c.Side != sideServer {
		fault("side must be client or server (got %q)", c.Side)
	}
	if c.MetricsFlushInterval < minFlushInterval {
		fault("metrics_flush_interval must be at least %v (got %v)", minFlushInterval, c.MetricsFlushInterval)
	}
	if c.AggregationCardinalityLimit < 1 {
		fault("aggregation_cardinality_limit must be at least 1 (got %d)", c.AggregationCardinalityLimit)
	}
	if c.UnpricedCardinalityLimit < 1 {
		fault("unpriced_cardinality_limit must be at least 1 (got %d)", c.UnpricedCardinalityLimit)
	}
	if c.RememberedSpans < 0 || c.RememberedSpans > maxRememberedSpans {
		fault("remembered_spans must be from 0 to %d (got %d)", maxRememberedSpans, c.RememberedSpans)
	}
	if _, ok := conventions[c.InputTokensConvention]; !ok {
		fault("input_tokens_convention must be inclusive, additive or auto (got %q)", c.InputTokensConvention)
	}
	if c.AggregationTemporality != temporalityCumulative && c.AggregationTemporality != temporalityDelta {
		fault("aggregation_temporality must be cumulative or delta (got %q)", c.AggregationTemporality)
	}
	if c.SeriesExpiration < 0 {
		fault("series_expiration must not be negative (got %v)", c.SeriesExpiration)
	}
	if len(c.Currency) != 3 || strings.Trim(c.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		fault("currency must be a code of three capital letters such as EUR (got %q)", c.Currency)
	}
	if len(c.Dimensions) > maxDimensions {
		fault("dimensions must be at most %d (got %d)", maxDimensions, len(c.Dimensions))
	}
	for i, d := range c.Dimensions {
		key := fmt.Sprintf("dimensions[%d]", i)
		switch {
		case d.Name == "":
			fault("%s::name must not be empty", key)
		case slices.Contains(reservedDimensions, d.Name):
			fault("%s::name %q is always an attribute of the metrics or reserved: remove it or choose another name", key, d.Name)
		case slices.ContainsFunc(c.Dimensions[:i], func(other DimensionConfig) bool { return other.Name == d.Name }):
			fault("%s::name %q is given twice", key, d.Name)
		}
		for _, source := range []string{d.Name, d.From} {
			if isRequestIdentity(source) {
				fault("%s: %q has a value per user, session or request, which would make as many series: use exemplars to get from a metric to a trace", key, source)
				break
			}
		}
	}
	if err := c.validateGPU(); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// source is the span or resource attribute that the dimension is read from.
func (d DimensionConfig) source() string {
	if d.From != "" {
		return d.From
	}
	return d.Name
}

func (d DimensionConfig) defaultValue() string {
	if d.Default != "" {
		return d.Default
	}
	return unknown
}

var reservedDimensions = []string{
	ledger.ServiceName, ledger.ProviderName, ledger.Model, ledger.Operation, ledger.ServiceTier,
	ledger.TokenClass, ledger.OutcomeKey, ledger.ReasonKey, ledger.Direction, ledger.Currency, ledger.Overflow, ledger.SamplingMethod, collectorInstanceID,
}

// isRequestIdentity reports whether the attribute names a person, a
// conversation or a single request, in any of the spellings that are in use.
func isRequestIdentity(attribute string) bool {
	name := strings.NewReplacer(".", "_", "-", "_").Replace(strings.ToLower(attribute))
	return slices.Contains(requestIdentities, name)
}

var requestIdentities = []string{
	"user_id", "user_name", "user_email", "user_full_name", "user_hash", "user", "userid", "username",
	"enduser_id", "enduser_pseudo_id", "end_user_id", "customer_email", "email", "client_address",
	"session_id", "sessionid", "session_previous_id", "gen_ai_session_id", "langfuse_session_id", "langfuse_user_id",
	"request_id", "requestid", "x_request_id", "http_request_id", "gen_ai_request_id", "aws_request_id",
	"gen_ai_conversation_id", "conversation_id", "thread_id", "chat_id", "message_id",
	"gen_ai_response_id", "response_id", "gen_ai_request_previous_response_id", "completion_id",
	"gen_ai_tool_call_id", "tool_call_id", "correlation_id",
	"trace_id", "traceid", "span_id", "spanid", "parent_span_id", "run_id",
}
